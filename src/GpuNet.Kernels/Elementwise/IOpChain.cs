using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// One or more unary ops, one after the other, as one: <see cref="Single{TOp}"/> or <see cref="Chain{TFirst,TRest}"/>. The backward pass multiplies by one derivative after the other, so that a chain
/// rounds as its ops do when each runs by itself.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IOpChain<TSelf> : IUnaryOp<TSelf> where TSelf : unmanaged, IOpChain<TSelf>
{
    /// <summary>
    /// dx for y = f(x); reads only what <see cref="OpInfo.Needs"/> of the chain's Info names.
    /// </summary>
    T Backward<T, TMath>(T dy, T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;
}
