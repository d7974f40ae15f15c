using System.Reflection;
using System.Reflection.Emit;
using ILGPU;

namespace GpuNet.Engine.Tests.Frontend;

/// <summary>
/// Writes the IL of a random kernel of an index and two views of Int32: arithmetic in three types, nested loops with
/// breaks and continues, switches, early returns, values that stay on the stack across branches, and calls of random
/// helpers <c>int (int, ref int)</c> that change their argument and what they get by reference. It always ends, never
/// divides by zero, and its results do not depend on which NaN a processor makes.
/// </summary>
internal sealed class RandomKernel
{
    private const int Variables = 4;

    private static readonly MethodInfo Item =
        typeof(ArrayView<int>).GetProperty("Item", [typeof(Index1D)])!.GetMethod!;

    private static readonly MethodInfo ItemAt =
        typeof(ArrayView<int>).GetProperty("Item", [typeof(int)])!.GetMethod!;

    private static readonly OpCode[] IntegerOperators =
    [
        OpCodes.Add, OpCodes.Sub, OpCodes.Mul, OpCodes.And, OpCodes.Or, OpCodes.Xor, OpCodes.Add, OpCodes.Sub,
    ];

    private static readonly OpCode[] FloatOperators = [OpCodes.Add, OpCodes.Sub, OpCodes.Mul, OpCodes.Div];
    private static readonly OpCode[] Divisions = [OpCodes.Div, OpCodes.Rem, OpCodes.Div_Un, OpCodes.Rem_Un];
    private static readonly OpCode[] Conversions = [OpCodes.Conv_I1, OpCodes.Conv_U2, OpCodes.Conv_U4, OpCodes.Conv_I4];

    private static readonly OpCode[] Comparisons =
    [
        OpCodes.Beq, OpCodes.Bne_Un, OpCodes.Blt, OpCodes.Ble, OpCodes.Bgt, OpCodes.Bge, OpCodes.Blt_Un, OpCodes.Bge_Un,
    ];

    private static readonly int[] Constants = [0, 1, -1, 2, 3, 7, 31, 255, -128, 65536, int.MaxValue, int.MinValue];

    private readonly Random random;
    private readonly ILGenerator il;
    private readonly MethodInfo[] helpers;
    private readonly bool isHelper;
    private readonly LocalBuilder[] ints;
    private readonly LocalBuilder[] longs;
    private readonly LocalBuilder[] floats;
    private readonly Stack<(Label Continue, Label Break)> loops = new();

    private RandomKernel(Random random, ILGenerator il, MethodInfo[] helpers, bool isHelper)
    {
        this.random = random;
        this.il = il;
        this.helpers = helpers;
        this.isHelper = isHelper;
        ints = Declare(typeof(int));
        longs = Declare(typeof(long));
        floats = Declare(typeof(float));
    }

    public static MethodInfo Create(int seed)
    {
        var name = new AssemblyName("Random" + seed);
        var assembly = AssemblyBuilder.DefineDynamicAssembly(name, AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule("Random").DefineType("RandomKernels", TypeAttributes.Public);
        var attributes = MethodAttributes.Public | MethodAttributes.Static;
        var random = new Random(seed);
        var helpers = new List<MethodInfo>();
        foreach (string helperName in new[] { "First", "Second" })
        {
            Type[] helperParameters = [typeof(int), typeof(int).MakeByRefType()];
            var helper = type.DefineMethod(helperName, attributes, typeof(int), helperParameters);
            new RandomKernel(random, helper.GetILGenerator(), [.. helpers], isHelper: true).Body();
            helpers.Add(helper);
        }
        Type[] parameters = [typeof(Index1D), typeof(ArrayView<int>), typeof(ArrayView<int>)];
        var method = type.DefineMethod("Kernel" + seed, attributes, typeof(void), parameters);
        new RandomKernel(random, method.GetILGenerator(), [.. helpers], isHelper: false).Body();
        return type.CreateType().GetMethod(method.Name)!;
    }

    private LocalBuilder[] Declare(Type type) =>
        [.. Enumerable.Range(0, Variables).Select(_ => il.DeclareLocal(type))];

    private void Body()
    {
        if (isHelper)
        {
            il.Emit(OpCodes.Ldarg_0);
        }
        else
        {
            il.Emit(OpCodes.Ldarga_S, (byte)1);
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Call, Item);
            il.Emit(OpCodes.Ldind_I4);
        }
        il.Emit(OpCodes.Stloc, ints[0]);
        for (int count = random.Next(isHelper ? 1 : 4, isHelper ? 4 : 9); count > 0; count--)
            Statement(isHelper ? 2 : 3);
        Return(Mix);
    }

    private void Return(Action value)
    {
        if (isHelper)
            value();
        else
            StoreResult(value);
        il.Emit(OpCodes.Ret);
    }

    private void StoreResult(Action value)
    {
        il.Emit(OpCodes.Ldarga_S, (byte)2);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Call, Item);
        value();
        il.Emit(OpCodes.Stind_I4);
    }

    /// <summary>A number that depends on every variable.</summary>
    private void Mix()
    {
        il.Emit(OpCodes.Ldc_I4, 17);
        for (int index = 0; index < Variables; index++)
        {
            il.Emit(OpCodes.Ldc_I4, 31);
            il.Emit(OpCodes.Mul);
            il.Emit(OpCodes.Ldloc, ints[index]);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Ldloc, longs[index]);
            il.Emit(OpCodes.Conv_I4);
            il.Emit(OpCodes.Xor);
            il.Emit(OpCodes.Ldloc, floats[index]);
            il.Emit(OpCodes.Conv_I4);
            il.Emit(OpCodes.Add);
        }
    }

    private void Statement(int depth)
    {
        switch (depth == 0 ? random.Next(4) : random.Next(14))
        {
            case 0 or 1:
                Int32(2);
                il.Emit(OpCodes.Stloc, Pick(ints));
                break;
            case 2:
                Int64(2);
                il.Emit(OpCodes.Stloc, Pick(longs));
                break;
            case 3:
                Float(2);
                il.Emit(OpCodes.Stloc, Pick(floats));
                break;
            case 4 or 5 or 6:
                If(depth);
                break;
            case 7 or 8:
                Loop(depth);
                break;
            case 9:
                Switch(depth);
                break;
            case 10:
                Leave();
                break;
            case 11 when isHelper:
                Int32(1);
                il.Emit(OpCodes.Starg_S, (byte)0);
                il.Emit(OpCodes.Ldarg_1);
                Int32(1);
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Add);
                il.Emit(OpCodes.Stind_I4);
                break;
            case 11:
                LoadElement();
                break;
            default:
                Call();
                break;
        }
    }

    private void Call()
    {
        if (helpers.Length == 0)
            return;
        // As in C#, a variable is assigned before it is passed by reference.
        var variable = Pick(ints);
        il.Emit(OpCodes.Ldloc, variable);
        il.Emit(OpCodes.Stloc, variable);
        Int32(1);
        il.Emit(OpCodes.Ldloca, variable);
        il.Emit(OpCodes.Call, helpers[random.Next(helpers.Length)]);
        il.Emit(OpCodes.Stloc, Pick(ints));
    }

    private void Block(int depth)
    {
        for (int count = random.Next(1, 4); count > 0; count--)
            Statement(depth - 1);
    }

    private void If(int depth)
    {
        var (otherwise, end) = (il.DefineLabel(), il.DefineLabel());
        Branch(otherwise);
        Block(depth);
        il.Emit(OpCodes.Br, end);
        il.MarkLabel(otherwise);
        if (random.Next(2) == 0)
            Block(depth);
        il.MarkLabel(end);
    }

    /// <summary>At most six turns, tested at the top or at the bottom.</summary>
    private void Loop(int depth)
    {
        var counter = il.DeclareLocal(typeof(int));
        var (top, next, end) = (il.DefineLabel(), il.DefineLabel(), il.DefineLabel());
        il.Emit(OpCodes.Ldc_I4, random.Next(1, 6));
        il.Emit(OpCodes.Stloc, counter);
        if (random.Next(2) == 0)
            il.Emit(OpCodes.Br, next);
        il.MarkLabel(top);
        loops.Push((next, end));
        Block(depth);
        loops.Pop();
        il.MarkLabel(next);
        il.Emit(OpCodes.Ldloc, counter);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Sub);
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Stloc, counter);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Bgt, top);
        il.MarkLabel(end);
    }

    private void Switch(int depth)
    {
        var labels = Enumerable.Range(0, 3).Select(_ => il.DefineLabel()).ToArray();
        var end = il.DefineLabel();
        Int32(1);
        il.Emit(OpCodes.Ldc_I4_3);
        il.Emit(OpCodes.And);
        il.Emit(OpCodes.Switch, [.. labels, labels[random.Next(3)]]);
        Block(depth);
        for (int index = 0; index < labels.Length; index++)
        {
            // Without the jump, control falls through into the next case.
            if (random.Next(3) > 0)
                il.Emit(OpCodes.Br, end);
            il.MarkLabel(labels[index]);
            Block(depth);
        }
        il.MarkLabel(end);
    }

    /// <summary>Sometimes breaks, continues or returns.</summary>
    private void Leave()
    {
        var stay = il.DefineLabel();
        Branch(stay);
        if (loops.TryPeek(out var loop) && random.Next(4) > 0)
        {
            il.Emit(OpCodes.Br, random.Next(2) == 0 ? loop.Break : loop.Continue);
        }
        else
        {
            Return(() => Int32(1));
        }
        il.MarkLabel(stay);
    }

    private void LoadElement()
    {
        il.Emit(OpCodes.Ldarga_S, (byte)1);
        Int32(1);
        il.Emit(OpCodes.Ldc_I4, 7);
        il.Emit(OpCodes.And);
        il.Emit(OpCodes.Call, ItemAt);
        il.Emit(OpCodes.Ldind_I4);
        il.Emit(OpCodes.Stloc, Pick(ints));
    }

    private void Branch(Label target)
    {
        switch (random.Next(3))
        {
            case 0:
                Float(1);
                Float(1);
                break;
            case 1:
                Int64(1);
                Int64(1);
                break;
            default:
                Int32(1);
                Int32(1);
                break;
        }
        il.Emit(Comparisons[random.Next(Comparisons.Length)], target);
    }

    private void Int32(int depth)
    {
        switch (depth == 0 ? random.Next(2) : random.Next(9))
        {
            case 0 when isHelper && random.Next(2) == 0:
                il.Emit(OpCodes.Ldarg_1);
                il.Emit(OpCodes.Ldind_I4);
                break;
            case 0:
                il.Emit(OpCodes.Ldc_I4, Constants[random.Next(Constants.Length)]);
                break;
            case 1:
                il.Emit(OpCodes.Ldloc, Pick(ints));
                break;
            case 2 or 3:
                Int32(depth - 1);
                Int32(depth - 1);
                il.Emit(IntegerOperators[random.Next(IntegerOperators.Length)]);
                break;
            case 4:
                Int32(depth - 1);
                Int32(depth - 1);
                il.Emit(OpCodes.Ldc_I4, 31);
                il.Emit(OpCodes.And);
                il.Emit(random.Next(3) switch { 0 => OpCodes.Shl, 1 => OpCodes.Shr, _ => OpCodes.Shr_Un });
                break;
            case 5:
                Int32(depth - 1);
                Int32(depth - 1);
                il.Emit(OpCodes.Ldc_I4, 0xff);
                il.Emit(OpCodes.And);
                il.Emit(OpCodes.Ldc_I4_3);
                il.Emit(OpCodes.Or);
                il.Emit(Divisions[random.Next(Divisions.Length)]);
                break;
            case 6:
                Choose(() => Int32(depth - 1));
                break;
            case 7:
                Float(depth - 1);
                il.Emit(OpCodes.Conv_I4);
                break;
            default:
                Int64(depth - 1);
                il.Emit(Conversions[random.Next(Conversions.Length)]);
                break;
        }
    }

    private void Int64(int depth)
    {
        switch (depth == 0 ? 0 : random.Next(5))
        {
            case 0:
                il.Emit(OpCodes.Ldloc, Pick(longs));
                break;
            case 1 or 2:
                Int64(depth - 1);
                Int64(depth - 1);
                il.Emit(IntegerOperators[random.Next(IntegerOperators.Length)]);
                break;
            case 3:
                Choose(() => Int64(depth - 1));
                break;
            default:
                Int32(depth - 1);
                il.Emit(random.Next(2) == 0 ? OpCodes.Conv_I8 : OpCodes.Conv_U8);
                break;
        }
    }

    private void Float(int depth)
    {
        switch (depth == 0 ? random.Next(2) : random.Next(6))
        {
            case 0:
                il.Emit(OpCodes.Ldloc, Pick(floats));
                break;
            case 1:
                il.Emit(OpCodes.Ldc_R4, random.Next(-8, 9) * 0.375f);
                break;
            case 2 or 3:
                Float(depth - 1);
                Float(depth - 1);
                il.Emit(FloatOperators[random.Next(FloatOperators.Length)]);
                break;
            case 4:
                Choose(() => Float(depth - 1));
                break;
            default:
                Int32(depth - 1);
                il.Emit(OpCodes.Conv_R4);
                break;
        }
    }

    /// <summary>condition ? a : b, with whatever is on the stack already.</summary>
    private void Choose(Action operand)
    {
        var (otherwise, end) = (il.DefineLabel(), il.DefineLabel());
        Branch(otherwise);
        operand();
        il.Emit(OpCodes.Br, end);
        il.MarkLabel(otherwise);
        operand();
        il.MarkLabel(end);
    }

    private LocalBuilder Pick(LocalBuilder[] locals) => locals[random.Next(locals.Length)];
}
