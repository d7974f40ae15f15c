// Writes the members of CudaAsm that exist once for each number of operands.
// Run it in the root of the repository: dotnet run tools/GenerateCudaAsm.cs
#:property PublishAot=false

const int MaxOperands = 14;
const string Folder = "src/GpuNet.Engine/Drivers/Cuda/Api";

Write("Emit", count => [Member("Emit", count, "", ""), Member("Emit", count, "out ", "")]);
Write("EmitRef", count => [Member("EmitRef", count, "ref ", "ref ")]);

void Write(string name, Func<int, string[]> members)
{
    string text = $$"""
        // Written by tools/GenerateCudaAsm.cs.

        namespace ILGPU.Runtime.Cuda;

        public static partial class CudaAsm
        {
        {{string.Join("\n", Enumerable.Range(1, MaxOperands).SelectMany(members))}}}

        """;
    File.WriteAllText($"{Folder}/CudaAsm.{name}.cs", text);
}

string Member(string name, int count, string first, string others)
{
    int[] operands = [.. Enumerable.Range(0, count)];
    string types = string.Join(", ", operands.Select(i => $"T{i}"));
    string parameters = string.Join(", ", operands.Select(i => $"{(i == 0 ? first : others)}T{i} arg{i}"));
    string kind = name == "EmitRef" ? "struct, ICudaAsmEmitParameter" : "struct";
    string constraints = string.Join("\n", operands.Select(i => $"        where T{i} : {kind}"));
    return $"    public static void {name}<{types}>(string asm, {parameters})\n{constraints} =>\n        throw OnTheHost();\n";
}
