namespace ILGPU;

public enum OptimizationLevel
{
    Debug = 0,
    Release = 1,
    O0 = 0,
    O1 = 1,
    O2 = 2,
}
