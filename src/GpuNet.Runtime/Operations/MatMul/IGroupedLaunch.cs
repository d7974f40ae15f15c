namespace GpuNet.Operations;

/// <summary>Products of matrices that share launches.</summary>
internal interface IGroupedLaunch
{
    /// <summary>Multiplies all of them; A, B and C begin where their memory does.</summary>
    void Run(Tensor a, Tensor b, Tensor c);
}
