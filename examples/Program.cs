// Runs a lesson: dotnet run -c Release --project examples -- 3
using GpuNet.Examples;

Action<TextWriter>[] lessons =
[
    _ => QuickStart.Run(),
    output => LogisticRegression.Run(output),
    output => ReluRegression.Run(output),
    output => Xor.Run(output),
    output => SigmoidClassifierWithL2.Run(output),
    output => DropoutAndBatchNorm.Run(output),
    output => VanishingGradients.Run(output),
    output => DeadRelusAndClipping.Run(output),
    output => L1MakesZeros.Run(output),
    output => LearningRateByCrossValidation.Run(output),
];
if (args is not [var argument] || !int.TryParse(argument, out int number) || number < 0 || number >= lessons.Length)
{
    Console.Error.WriteLine($"Which lesson? Give a number from 0 to {lessons.Length - 1}.");
    return 2;
}

lessons[number](Console.Out);
return 0;
