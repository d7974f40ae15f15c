using System.Text.RegularExpressions;
using GpuNet.Engine.IR;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>
/// PTX in a kernel. What it writes goes through memory of its own, so that the kernel's variables stay values.
/// </summary>
internal static partial class AssemblyIntrinsics
{
    public static readonly IntrinsicEntry[] Entries =
    [
        // Of all devices, those of CUDA have warps.
        new(typeof(CudaAsm), "get_IsSupported", call => IntrinsicCall.Bool(call.Translation.HasWarps)),
        new(typeof(CudaAsm), "Emit", Emit),
        new(typeof(CudaAsm), "EmitRef", Emit),
    ];

    /// <summary>An operand of the call: what it reads, and where it writes to.</summary>
    private sealed record Operand(TypeLayout Layout, Value? Read, Value? Target)
    {
        public IRType Type => Layout.Leaves[0].Type;
    }

    private static StackValue? Emit(IntrinsicCall call)
    {
        if (!call.Translation.HasWarps)
            throw new NotSupportedException(
                "CudaAsm.Emit runs on CUDA devices only; put it behind a test of CudaAsm.IsSupported, with other code for other devices");
        if (call.Operands[0].Token is not string text)
            throw new NotSupportedException("the PTX of CudaAsm.Emit must be a constant string");
        var operands = Enumerable.Range(1, call.Count - 1).Select(index => OperandOf(call, index)).ToArray();
        Operand[] written = [.. operands.Where(operand => operand.Target is not null)];
        Operand[] read = [.. operands.Where(operand => operand.Target is null)];
        var places = Array.ConvertAll(written, operand => PlaceFor(call.Builder, operand));
        var numbers = written.Concat(read).ToList();
        call.Builder.AppendAssembly(
            new InlineAssembly(
                Renumber(text, number => number < operands.Length ? numbers.IndexOf(operands[number]) : -1),
                [.. written.Select(operand => new AssemblyResult(operand.Type, operand.Read is not null))]),
            [.. places, .. read.Select(operand => operand.Read!)]);
        foreach (var (operand, place) in written.Zip(places))
        {
            call.Builder.Memory.Forget(place, operand.Layout.Size);
            call.Builder.Store(operand.Target!, call.Builder.Load(place, operand.Type));
        }
        return IntrinsicCall.Nothing;
    }

    private static Operand OperandOf(IntrinsicCall call, int index)
    {
        var type = call.ParameterType(index);
        if (!type.IsByRef)
            return new Operand(LayoutOf(type), Leaf(call, call.Operands[index], LayoutOf(type)), Target: null);
        type = type.GetElementType()!;
        var pointer = call.Values.AsPointer(call.Operands[index]);
        var wrapper = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        bool isRead = wrapper == typeof(Input<>) || wrapper == typeof(Ref<>);
        var layout = LayoutOf(wrapper is null ? type : type.GetGenericArguments()[0]);
        var value = isRead ? Leaf(call, call.Values.Load(pointer, layout.Type), layout) : null;
        return new Operand(layout, value, wrapper == typeof(Input<>) ? null : pointer);
    }

    private static TypeLayout LayoutOf(Type type)
    {
        var layout = TypeLayout.Of(type);
        return layout.Leaves is [{ Type: { Size: >= 2 } leaf }] && !leaf.IsPointer
            ? layout
            : throw new NotSupportedException(
                $"an operand of CudaAsm.Emit is a {TypeNames.Of(type)}; registers hold integers of 16, 32 and 64 bits, floats and doubles");
    }

    private static Value Leaf(IntrinsicCall call, StackValue value, TypeLayout layout) =>
        layout.IsScalar ? call.Values.Narrow(value, layout) : value[0];

    private static Value PlaceFor(IRBuilder builder, Operand operand)
    {
        var place = builder.Alloca(operand.Layout.Size, operand.Layout.Alignment);
        if (operand.Read is not null)
            builder.Store(place, operand.Read);
        return place;
    }

    /// <summary>From the order of the call to that of the instruction, in which what is written comes first.</summary>
    private static string Renumber(string text, Func<int, int> place) => Placeholder().Replace(text, match =>
    {
        if (!match.Groups["number"].Success)
            return match.Value;
        int moved = place(int.Parse(match.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
        return moved >= 0 ? $"%{moved}" : throw new NotSupportedException($"the PTX of CudaAsm.Emit names {match.Value}, but the call has no such operand");
    });

    [GeneratedRegex("%%|%(?<number>[0-9]{1,3})")]
    private static partial Regex Placeholder();
}
