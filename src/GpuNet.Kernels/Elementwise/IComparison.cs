using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>A comparison of two numbers of any type; as an op on floats it is 1 or 0.</summary>
public interface IComparison
{
    /// <summary>Whether it holds; with a NaN, none holds but "differs".</summary>
    static abstract bool Holds<T>(T a, T b) where T : unmanaged, INumber<T>;
}
