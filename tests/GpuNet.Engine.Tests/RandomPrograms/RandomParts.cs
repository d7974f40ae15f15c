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
    public static float Apply<TOp>(TOp op, float value, int by) where TOp : struct, IRandomOp => op.Apply(value, by);

    public static int Fold<TRule>(ArrayView<int> values, int start, int count) where TRule : struct, IRandomRule<TRule>
    {
        int result = start;
        for (int index = 0; index < count; index++)
            result = TRule.Rule(result, values[index]);
        return result;
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
