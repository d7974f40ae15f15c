using System.Numerics;
using System.Runtime.CompilerServices;
using ILGPU;
using Half = ILGPU.Half;

namespace GpuNet.Engine.Tests.RandomPrograms;

// What random programs are made of, beside statements: structs of several types, generic operations and helpers.

public interface IRandomOp
{
    float Apply(float value, int by);
}

public interface IRandomRule<TSelf> where TSelf : struct, IRandomRule<TSelf>
{
    static abstract int Rule(int left, int right);
}

public struct RandomPair
{
    public sbyte Small;
    public float Real;
    public int Whole;

    public readonly int Sum(int by) => Small * by + Whole;

    public void Move(int by)
    {
        Whole += by;
        Small = (sbyte)(Small ^ by);
    }
}

public struct RandomNest
{
    public short First;
    public RandomPair Inner;
    public long Last;
}

// Two without gaps: what a copy does with gaps is up to it.

public struct RandomFull
{
    public short Small;
    public ushort Second;
    public float Real;
    public int Whole;
}

public struct RandomFullNest
{
    public long Last;
    public RandomFull Inner;
    public uint First;
}

public enum RandomKind : byte
{
    None,
    Low = 60,
    High = 120,
    Top = 180,
}

public struct RandomMix
{
    public bool Flag;
    public byte Tiny;
    public char Letter;
    public Half Part;
    public RandomKind Kind;
    public (short, double) Two;
    public RandomPair Pair;

    public readonly RandomMix Turned(int by) => this with { Flag = !Flag, Tiny = (byte)(Tiny + by), Pair = Pair with { Whole = by } };
}

public unsafe struct RandomBuffers
{
    public fixed int Whole[4];
    public fixed short Small[6];
    public float Real;
}

public readonly struct RandomScale(float factor) : IRandomOp
{
    public float Apply(float value, int by) => value * factor + by;
}

public readonly struct RandomBend : IRandomOp
{
    public float Apply(float value, int by) => value > 0 ? value : (by & 1) == 0 ? value * 0.25f : -value;
}

public readonly struct RandomChain<TFirst, TSecond>(TFirst first, TSecond second) : IRandomOp
    where TFirst : struct, IRandomOp
    where TSecond : struct, IRandomOp
{
    public float Apply(float value, int by) => second.Apply(first.Apply(value, by), by + 1);
}

public readonly struct RandomSum : IRandomRule<RandomSum>
{
    public static int Rule(int left, int right) => left + right;
}

public readonly struct RandomLarger : IRandomRule<RandomLarger>
{
    public static int Rule(int left, int right) => left > right ? left : right;
}

public static class RandomHelpers
{
    public static T Blend<T>(T left, T right) where T : unmanaged, INumber<T> =>
        left > right ? left - right * T.One : T.Max(left, right) + T.Min(right, T.One);

    public static T Mixed<T>(T left, T right) where T : unmanaged, IBinaryInteger<T> =>
        ((left ^ right) >> 1) + (left & right) - (T.IsEvenInteger(left) ? T.One : T.Zero);

    public static void Swap<T>(ref T left, ref T right) where T : unmanaged => (left, right) = (right, left);

    public static bool Step(ref int value, int by)
    {
        value += by;
        return (value & 4) != 0;
    }

    public static ref int Choose(ref int left, ref int right, bool first) => ref first ? ref left : ref right;

    public static RandomPair Either(in RandomPair left, RandomPair right, bool first) => first ? left : right with { Whole = left.Whole };

    public static float Apply<TOp>(TOp op, float value, int by) where TOp : struct, IRandomOp => op.Apply(value, by);

    public static int Fold<TRule>(ArrayView<int> values, int start, int count) where TRule : struct, IRandomRule<TRule>
    {
        int result = start;
        for (int index = 0; index < count; index++)
            result = TRule.Rule(result, values[index]);
        return result;
    }

    /// <summary>Counts in an array of its own, which starts empty at each call.</summary>
    public static int Count(ArrayView<int> values, int start, int count)
    {
        var counts = new int[5];
        var last = new RandomPair[2];
        for (int index = 0; index < count; index++)
        {
            int at = (int)((uint)values[start + index] % 5u);
            counts[at]++;
            last[at & 1].Whole += counts[(at + 1) % 5];
            last[index & 1].Small--;
        }
        return counts[start & 3] * 100 + last[0].Whole - last[1].Small;
    }

    public static int Divide(int value, ref int rest, out bool isEven)
    {
        isEven = (value & 1) == 0;
        if (value < 0)
            return rest;
        rest += value % 5;
        return value / 5;
    }

    public static int Search(ArrayView<int> values, int wanted)
    {
        for (int index = 0; index < 9; index++)
        {
            if (values[index] > wanted)
                return index;
            if (values[index] == wanted)
                break;
        }
        return -1;
    }

    // .NET's just-in-time compiler takes 0 for the lesser one if it sees a constant -0.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static float Lesser(float left, float right) => MathF.Min(left, right);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static double Lesser(double left, double right) => Math.Min(left, right);

    // Which NaN an operation gives is each processor's own.
    public static float Clean(float value) => float.IsNaN(value) ? 0.125f : value;

    public static double Clean(double value) => double.IsNaN(value) ? 0.125 : value;

    public static Half Clean(Half value) => Half.IsNaN(value) ? (Half)0.125f : value;
}
