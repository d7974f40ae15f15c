namespace ILGPU.Algorithms;

public enum ScanKind
{
    Inclusive = 0,
    Exclusive = 1,
}
