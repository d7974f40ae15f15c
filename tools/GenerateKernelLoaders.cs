// Writes the members of KernelLoaders and Accelerator that exist once for each number of kernel parameters.
// Run it in the root of the repository: dotnet run tools/GenerateKernelLoaders.cs
#:property PublishAot=false

using System.Text;

const int MaxParameters = 14;
const int LineWidth = 120;
const string Folder = "src/GpuNet.Engine/Api/Runtime";

var explicitGrouping = new Grouping("", "KernelConfig", []);
var implicitGrouping = new Grouping("ImplicitlyGrouped", "TIndex", ["int customGroupSize"]);
var autoGrouping = new Grouping("AutoGrouped", "TIndex", []);

foreach (var grouping in new[] { explicitGrouping, implicitGrouping, autoGrouping })
{
    WriteLoaders(grouping, takesStream: true);
    WriteLoaders(grouping, takesStream: false);
}

WriteLaunches("Launch", "GetLauncher", "in KernelConfig kernelConfig", "kernelConfig", indexed: false);
WriteLaunches("LaunchAutoGrouped", "GetAutoGroupedLauncher", "TIndex extent", "extent", indexed: true);

void WriteLoaders(Grouping grouping, bool takesStream)
{
    string name = $"Load{grouping.Name}{(takesStream ? "" : "Stream")}Kernel";
    var members = new List<string>();
    for (int count = 1; count <= MaxParameters; count++)
    {
        var types = Types(count);
        string[] generics = grouping.IsExplicit ? types : ["TIndex", .. types];
        string source = $"Action<{string.Join(", ", generics)}>";
        string launcher = takesStream
            ? $"Action<AcceleratorStream, {string.Join(", ", [grouping.Shape, .. types])}>"
            : $"Action<{string.Join(", ", [grouping.Shape, .. types])}>";
        string constraints = Constraints(types, grouping.IsExplicit ? null : "TIndex : struct, IIndex");
        var variants = new List<string[]> { grouping.Parameters };
        if (grouping.IsExplicit)
            variants.Add(["KernelSpecialization specialization"]);
        foreach (string[] extra in variants)
        {
            foreach (bool withInfo in new[] { false, true })
            {
                string[] parameters =
                    [$"this Accelerator accelerator", $"{source} action", .. extra, .. withInfo ? ["out KernelInfo kernelInfo"] : Array.Empty<string>()];
                string[] arguments = ["Checked(accelerator, action)", .. extra.Select(parameter => parameter.Split(' ')[1])];
                if (withInfo)
                    arguments = [.. arguments, grouping.IsExplicit && extra.Length == 0 ? "KernelSpecialization.Empty" : "", "out kernelInfo"];
                members.Add(
                    Signature($"public static {launcher} {name}<{string.Join(", ", generics)}>", parameters)
                    + constraints
                    + $" =>\n        accelerator.Load{grouping.Name}Kernel<{launcher}>(\n            "
                    + string.Join(", ", arguments.Where(argument => argument != "")) + ");\n");
            }
        }
    }

    WriteFile($"{Folder}/Kernels/KernelLoaders.{name}.cs", "public static partial class KernelLoaders", members);
}

void WriteLaunches(string name, string getter, string shapeParameter, string shape, bool indexed)
{
    var members = new List<string>();
    for (int count = 1; count <= MaxParameters; count++)
    {
        var types = Types(count);
        string[] generics = indexed ? ["TIndex", .. types] : types;
        string[] parameters = [shapeParameter, .. types.Select((type, i) => $"{type} arg{i + 1}")];
        string arguments = string.Join(", ", types.Select((_, i) => $"arg{i + 1}"));
        string launcher = $"Action<AcceleratorStream, {string.Join(", ", [indexed ? "TIndex" : "KernelConfig", .. types])}>";
        string constraints = Constraints(types, indexed ? "TIndex : struct, IGenericIndex<TIndex>" : null);
        string head = $"public void {name}<{string.Join(", ", generics)}>";
        string action = $"Action<{string.Join(", ", generics)}> action";
        members.Add(
            Signature(head, [action, "AcceleratorStream stream", .. parameters]) + constraints
            + $" =>\n        {Fit($"{getter}<", $"{launcher}>(action)(")}\n            {Fit($"stream, {shape}, ", $"{arguments});")}\n");
        members.Add(
            Signature(head, [action, .. parameters]) + constraints
            + $" =>\n        {Fit($"{name}(action, DefaultStream, {shape}, ", $"{arguments});")}\n");
    }

    WriteFile($"{Folder}/Accelerators/Accelerator.{name}.cs", "public abstract partial class Accelerator", members);
}

string[] Types(int count) => [.. Enumerable.Range(1, count).Select(i => $"T{i}")];

// One line if it fits, else one line a parameter.
string Signature(string head, string[] parameters)
{
    string oneLine = $"    {head}({string.Join(", ", parameters)})";
    return oneLine.Length <= LineWidth
        ? oneLine
        : $"    {head}(\n        {string.Join(",\n        ", parameters)})";
}

// One line if it fits, else two.
string Fit(string first, string second) =>
    first.Length + second.Length <= LineWidth - 12 ? first + second : $"{first.TrimEnd()}\n            {second}";

// As many constraints a line as fit.
string Constraints(string[] types, string? first)
{
    var constraints = types.Select(type => $"where {type} : struct").Prepend($"where {first}").Skip(first is null ? 1 : 0);
    var text = new StringBuilder();
    int column = LineWidth;
    foreach (string constraint in constraints)
    {
        if (column + 1 + constraint.Length > LineWidth - " =>".Length)
        {
            text.Append("\n       ");
            column = 7;
        }

        text.Append(' ').Append(constraint);
        column += 1 + constraint.Length;
    }

    return text.ToString();
}

void WriteFile(string path, string type, IEnumerable<string> members)
{
    string text = $$"""
        // Written by tools/GenerateKernelLoaders.cs.

        namespace ILGPU.Runtime;

        {{type}}
        {
        {{string.Join("\n", members)}}}

        """;
    File.WriteAllText(path, text);
    Console.WriteLine($"{path}: {text.Count(c => c == '\n')} lines");
}

internal sealed record Grouping(string Name, string Shape, string[] Parameters)
{
    public bool IsExplicit => Shape == "KernelConfig";
}
