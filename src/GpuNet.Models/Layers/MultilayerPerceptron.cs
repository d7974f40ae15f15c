namespace GpuNet.Models;

/// <summary>
/// The structure of a multilayer perceptron: for each hidden layer a linear map, batch normalization and dropout if wanted, and
/// an activation; then a linear map to the outputs.
/// </summary>
/// <param name="Inputs">The number of features of a row.</param>
/// <param name="Hidden">The width of each hidden layer.</param>
/// <param name="Outputs">The number of values put out for a row.</param>
public sealed record MultilayerPerceptron(int Inputs, IReadOnlyList<int> Hidden, int Outputs)
{
    /// <summary>The activation's name (see <see cref="Models.Activation.Names"/>).</summary>
    public string Activation { get; init; } = "relu";

    /// <summary>Whether each hidden layer normalizes over the batch, before its activation.</summary>
    public bool BatchNorm { get; init; }

    /// <summary>The probability with which outputs of hidden layers are dropped in training.</summary>
    public double Dropout { get; init; }

    /// <summary>Makes the model with torch's initial distribution.</summary>
    /// <param name="generator">Draws the initial values, then what is dropped.</param>
    /// <param name="device">Where the parameters are; <see cref="Device.Default"/> if left out.</param>
    /// <exception cref="ArgumentException">The activation is unknown or a size out of its range.</exception>
    public Sequential Build(Generator generator, Device? device = null)
    {
        var modules = new List<Module>();
        int width = Inputs;
        int inputsPerOutput = Models.Activation.InputsPerOutput(Activation);
        foreach (int hidden in Hidden)
        {
            modules.Add(new Linear(width, hidden * inputsPerOutput, generator, device: device));
            if (BatchNorm)
                modules.Add(new BatchNorm1d(hidden * inputsPerOutput, device: device));
            modules.Add(Models.Activation.Create(Activation, generator, device));
            if (Dropout > 0)
                modules.Add(new Dropout(Dropout, generator));
            width = hidden;
        }

        modules.Add(new Linear(width, Outputs, generator, device: device));
        return new Sequential(modules);
    }
}
