using System.Runtime.InteropServices;
using GpuNet.Engine.Backends;
using GpuNet.Engine.Frontend;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.IR;
using GpuNet.Engine.Tests.OpenCl;
using GpuNet.Engine.Transforms;
using ILGPU;

namespace GpuNet.Engine.Tests.BackendsC;

/// <summary>What is done to sixteen neighbours alike becomes vector operations, where that leaves the same bits.</summary>
public class PackTests
{
    private const int Lanes = Packs.Count;

    private static readonly float[] Floats =
    [
        0f, -0f, 1f, -1f, 0.1f, -2.5f, 0.5f, 1.5f, 2.5f, 1e-40f, -float.Epsilon, 1e20f, 8388607.5f, float.MaxValue, float.NegativeInfinity, float.NaN,
    ];

    private static readonly int[] Ints = [0, 1, -1, 2, 3, 7, -5, 31, 33, 65535, 1 << 30, int.MaxValue, int.MinValue, int.MinValue + 1, 0x12345678, -559038737];

    private static readonly IRType F = IRType.Float32, I = IRType.Int32, B = IRType.Int1;

    /// <summary>Every operation that there is in vectors: result, and operands.</summary>
    private static readonly (Opcode Op, IRType Result, IRType[] Operands)[] Operations =
    [
        .. ((Opcode[])[Opcode.Add, Opcode.Sub, Opcode.Mul, Opcode.Div, Opcode.CopySign]).Select(op => (op, F, (IRType[])[F, F])),
        .. ((Opcode[])[Opcode.Neg, Opcode.Abs, Opcode.Sqrt, Opcode.Floor, Opcode.Ceiling, Opcode.RoundToZero, Opcode.RoundEven]).Select(op => (op, F, (IRType[])[F])),
        (Opcode.Fma, F, [F, F, F]),
        .. ((Opcode[])[Opcode.Add, Opcode.Sub, Opcode.Mul, Opcode.Min, Opcode.Max, Opcode.MinU, Opcode.MaxU, Opcode.And, Opcode.Or, Opcode.Xor, Opcode.Shl, Opcode.Shr, Opcode.ShrU])
            .Select(op => (op, I, (IRType[])[I, I])),
        (Opcode.Neg, I, [I]), (Opcode.Not, I, [I]),
        .. ((Opcode[])[Opcode.And, Opcode.Or, Opcode.Xor]).Select(op => (op, B, (IRType[])[B, B])),
        (Opcode.Not, B, [B]),
        .. Enumerable.Range((int)Opcode.Eq, Opcode.GeU - Opcode.Eq + 1).SelectMany(op => ((Opcode)op, B, new[] { F, F }) is var onFloats ? new[] { onFloats, ((Opcode)op, B, [I, I]) } : []),
        (Opcode.Select, F, [B, F, F]), (Opcode.Select, I, [B, I, I]), (Opcode.Select, B, [B, B, B]),
        (Opcode.Bitcast, F, [I]), (Opcode.Bitcast, I, [F]), (Opcode.SignedToFloat, F, [I]), (Opcode.ZeroExtend, I, [B]), (Opcode.SignExtend, I, [B]),
    ];

    [Fact]
    public void Every_operation_leaves_in_vectors_the_bits_that_it_leaves_alone()
    {
        ClTestDevice.Required();
        foreach (var part in Operations.Chunk(16))
        {
            var (floats, ints, results, alone) = (Shifted(Floats), Shifted(Ints), new int[Lanes * Lanes * part.Length], new int[Lanes * Lanes * part.Length]);
            var source = ClTestDevice.Required().Run(Program(part), Lanes, floats, ints, results);
            ClTestDevice.LikeGpu.Run(Program(part), Lanes, floats, ints, alone);
            for (int index = 0; index < results.Length; index++)
            {
                bool areNaN = float.IsNaN(BitConverter.Int32BitsToSingle(results[index])) && float.IsNaN(BitConverter.Int32BitsToSingle(alone[index]));
                Assert.True(results[index] == alone[index] || areNaN, $"{part[index / (Lanes * Lanes)]} at {index}: {results[index]:x}, alone {alone[index]:x}\n{source.Text}");
            }
            Assert.DoesNotContain("[", source.Text); // nothing in memory is accessed alone
        }
    }

    /// <summary>All pairs of values: item i has value l + i beside value l.</summary>
    private static T[] Shifted<T>(T[] values) => [.. values, .. Enumerable.Range(0, Lanes).SelectMany(shift => values.Select((_, lane) => values[(lane + shift) % Lanes]))];

    private static KernelProgram Program((Opcode Op, IRType Result, IRType[] Operands)[] operations)
    {
        var text = new KernelText("packed");
        Value floats = text.View("floats"), ints = text.View("ints"), results = text.View("results");
        var first = text.Mul(text.GlobalId(), Constant.Int32(Lanes));
        var second = text.Long(text.Add(first, Constant.Int32(Lanes)));
        Value[] Row(IRType type, Value view, Value index) => [.. Enumerable.Range(0, Lanes).Select(lane => text.Load(type, text.At(view, index, 4, lane * 4)))];
        var (x, y) = (Row(F, floats, Constant.Int64(0)), Row(F, floats, second));
        var (m, n) = (Row(I, ints, Constant.Int64(0)), Row(I, ints, second));
        for (int number = 0; number < operations.Length; number++)
        {
            var (op, type, operands) = operations[number];
            var lanes = Enumerable.Range(0, Lanes).Select(lane => (Value)text.Op(op, type, [.. operands.Select((operand, place) => Operand(operand, lane, place))])).ToList();
            if (type == B)
                lanes = [.. lanes.Select(lane => (Value)text.Op(Opcode.ZeroExtend, I, lane))];
            for (int lane = 0; lane < Lanes; lane++)
                text.Store(text.At(results, text.Long(first), 4, (number * Lanes * Lanes + lane) * 4), lanes[lane]);
        }
        return text.Program();

        Value Operand(IRType type, int lane, int place) => (type.Kind, place) switch
        {
            (ScalarKind.Float32, 0) => x[lane],
            (ScalarKind.Float32, 1) => y[lane],
            (ScalarKind.Float32, _) => Constant.Float32(0.75f),
            (ScalarKind.Int32, 0) => m[lane],
            (ScalarKind.Int32, _) => n[lane],
            (_, 0) => text.Op(Opcode.Lt, B, m[lane], n[lane]),
            _ => text.Op(Opcode.Gt, B, x[lane], y[lane]),
        };
    }

    [Fact]
    public void The_list_has_every_operation_that_becomes_a_vector_operation()
    {
        IRType[] types = [F, I, B];
        var listed = Operations.Select(operation => (operation.Op, operation.Result, operation.Operands[0])).ToHashSet();
        foreach (var op in Enum.GetValues<Opcode>())
            foreach (var result in types)
                foreach (var operand in types)
                    if (OperandCount(op) is > 0 and var count && PackOperations.Contains(Made(op, result, operand, count), roundsDivideAndSqrt: true) && IsTyped(op, result, operand))
                        Assert.Contains((op, result, operand), listed);

        static Instruction Made(Opcode op, IRType result, IRType operand, int count) =>
            new(op, result, [.. Enumerable.Range(0, count).Select(place => (Value)Constant.Zero(op == Opcode.Select && place > 0 ? result : operand))]);
        static int OperandCount(Opcode op) => op switch
        {
            Opcode.Fma or Opcode.Select => 3,
            Opcode.Neg or Opcode.Abs or Opcode.Not or Opcode.Bitcast or (>= Opcode.Sqrt and <= Opcode.RoundEven) or (>= Opcode.SignExtend and <= Opcode.FloatConvert) => 1,
            _ when op.IsPure() && op < Opcode.Load => 2,
            _ => 0,
        };
        static bool IsTyped(Opcode op, IRType result, IRType operand) =>
            op.IsComparison() ? result == B
            : op switch
            {
                Opcode.Select => operand == B,
                Opcode.Bitcast => result != operand && result != B && operand != B,
                Opcode.SignedToFloat => result == F,
                Opcode.ZeroExtend or Opcode.SignExtend => result == I,
                Opcode.And or Opcode.Or or Opcode.Xor or Opcode.Not => result == operand && result != F,
                Opcode.Add or Opcode.Sub or Opcode.Mul or Opcode.Neg => result == operand && result != B,
                >= Opcode.Fma and <= Opcode.CopySign => result == F && operand == F,
                _ => result == operand,
            };
    }

    private static void Rows(Index1D index, ArrayView<float> rows, ArrayView<float> factors, ArrayView<float> target, int steps)
    {
        var sums = new float[Lanes];
        for (var step = 0; step < steps; step++)
        {
            for (var lane = 0; lane < Lanes; lane++)
                sums[lane] = MathF.FusedMultiplyAdd(factors[index.X + step], rows[step * Lanes + lane], sums[lane]);
        }

        var results = new float[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            var moved = sums[lane] + factors[lane];
            results[lane] = sums[lane] <= 0f ? 0f : moved;
        }

        for (var lane = 0; lane < Lanes; lane++)
            target[index.X * Lanes + lane] = results[lane];
    }

    [Fact]
    public void A_loop_over_sixteen_sums_and_what_follows_it_is_done_in_vectors()
    {
        var device = ClTestDevice.Required();
        float[] rows = [.. Enumerable.Range(0, 7 * Lanes).Select(i => MathF.Sin(i))], factors = [.. Enumerable.Range(0, Lanes).Select(i => MathF.Cos(i))], target = new float[3 * Lanes];
        var program = Optimizer.Run(KernelCompiler.Compile(((Delegate)Rows).Method, KernelIndex.Index1D, hasWarps: false), KernelIndex.Index1D, new Dictionary<int, long>(), verify: true);
        var source = device.Run(program, 3, 3, rows, factors, target, 7);
        Assert.Contains("float16", source.Text);
        var expected = new float[target.Length];
        for (int item = 0; item < 3; item++)
            for (int lane = 0; lane < Lanes; lane++)
            {
                float sum = 0;
                for (int step = 0; step < 7; step++)
                    sum = MathF.FusedMultiplyAdd(factors[item + step], rows[step * Lanes + lane], sum);
                expected[item * Lanes + lane] = sum <= 0 ? 0 : sum + factors[lane];
            }
        Assert.Equal(expected, target);
    }

    // What keeps scalars: a lane of another kind, lanes in another order, a store that is read in between, a lane that is needed before the last is there.
    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    public void What_is_not_alike_stays_scalar_and_leaves_the_same(int kind, bool isPacked)
    {
        var device = ClTestDevice.Required();
        KernelProgram Program()
        {
            var text = new KernelText("nearly");
            Value source = text.View("source"), target = text.View("target");
            var x = Enumerable.Range(0, Lanes).Select(lane => text.Load(F, text.At(source, Constant.Int64(kind == 2 ? lane ^ 1 : lane), 4))).ToList();
            var lanes = new List<Value>();
            for (int lane = 0; lane < Lanes; lane++)
            {
                lanes.Add(text.Op(kind == 1 && lane == 5 ? Opcode.Sub : Opcode.Add, F, x[lane], x[lane]));
                if (kind == 4 && lane == 3)
                    text.Store(text.At(target, Constant.Int64(40), 4), lanes[2]);
            }
            for (int lane = 0; lane < Lanes; lane++)
            {
                text.Store(text.At(target, Constant.Int64(lane), 4), lanes[lane]);
                if (kind == 3 && lane == 8)
                    text.Store(text.At(target, Constant.Int64(40), 4), text.Load(F, text.At(target, Constant.Int64(7), 4)));
            }
            return text.Program();
        }

        float[] source = [.. Enumerable.Range(1, Lanes).Select(i => i * 0.3f)], target = new float[48], expected = new float[48];
        Interpret(Program(), source, expected);
        var text = device.Run(Program(), 1, source, target).Text;
        Assert.Equal(expected, target);
        Assert.Equal(isPacked, text.Contains("float16"));
    }

    private static void Interpret(KernelProgram program, params Array[] arrays)
    {
        var pins = arrays.Select(array => GCHandle.Alloc(array, GCHandleType.Pinned)).ToList();
        new Interpreter(program.Function).Launch((1, 1, 1), (1, 1, 1), [.. pins.Zip(arrays, (pin, array) => new[] { (ulong)pin.AddrOfPinnedObject(), 0UL, (ulong)array.LongLength }).SelectMany(slots => slots)], 0);
        pins.ForEach(pin => pin.Free());
    }

    [Fact]
    public void Random_lanes_leave_what_the_interpreter_leaves()
    {
        var device = ClTestDevice.Required();
        int packed = 0;
        for (int seed = 0; seed < 16; seed++)
        {
            float[] floats = Shifted(Floats), expected = new float[8 * Lanes], actual = new float[8 * Lanes];
            Interpret(Random(seed), floats, expected);
            var source = device.Run(Random(seed), 1, floats, actual);
            Assert.True(expected.Zip(actual).All(pair => pair.First.Equals(pair.Second)), $"Seed {seed}\n{source.Text}");
            packed += source.Text.Contains("float16") && source.Text.Contains("float v") ? 1 : 0;
        }
        Assert.True(packed > 8, $"{packed} of 16 have vectors.");
    }

    /// <summary>Rows of sixteen values made of others by one operation each; at times one lane goes its own way, or is stored before the others are there.</summary>
    private static KernelProgram Random(int seed)
    {
        var random = new Random(seed);
        var text = new KernelText("random");
        Value source = text.View("source"), target = text.View("target");
        Value[] Load(int row) => [.. Enumerable.Range(0, Lanes).Select(lane => text.Load(F, text.At(source, Constant.Int64(row * Lanes + lane), 4)))];
        var rows = new List<Value[]> { Load(0), Load(random.Next(1, 16)), Load(random.Next(1, 16)) };
        Opcode[] ops = [Opcode.Add, Opcode.Sub, Opcode.Mul, Opcode.Fma, Opcode.Neg, Opcode.Select];
        for (int number = 0; number < 10; number++)
        {
            var (a, b, c) = (rows[random.Next(rows.Count)], rows[random.Next(rows.Count)], rows[random.Next(rows.Count)]);
            var op = ops[random.Next(ops.Length)];
            int odd = random.Next(6) == 0 ? random.Next(Lanes) : -1;
            bool isSame = random.Next(4) == 0;
            var row = new Value[Lanes];
            for (int lane = 0; lane < Lanes; lane++)
            {
                var (x, y, z) = (a[lane], isSame ? b[0] : b[lane], c[lane]);
                row[lane] = (lane == odd ? Opcode.Add : op) switch
                {
                    Opcode.Fma => text.Op(Opcode.Fma, F, x, y, z),
                    Opcode.Neg => text.Op(Opcode.Neg, F, x),
                    Opcode.Select => text.Op(Opcode.Select, F, text.Op(Opcode.LtU, B, x, y), y, z),
                    var other => text.Op(other, F, x, y),
                };
            }
            rows.Add(row);
        }
        for (int number = 0; number < 8; number++)
        {
            var row = rows[^(number + 1)];
            for (int lane = 0; lane < Lanes; lane++)
                text.Store(text.At(target, Constant.Int64(number * Lanes + lane), 4), row[lane]);
        }
        return text.Program();
    }
}
