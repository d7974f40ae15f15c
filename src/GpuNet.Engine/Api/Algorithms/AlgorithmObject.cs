using ILGPU.Runtime;

namespace ILGPU.Algorithms;

public abstract class AlgorithmObject : AcceleratorObject
{
    protected AlgorithmObject(Accelerator accelerator)
        : base(accelerator)
    {
    }
}
