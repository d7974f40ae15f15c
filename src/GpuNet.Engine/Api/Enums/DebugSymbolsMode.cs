namespace ILGPU;

public enum DebugSymbolsMode
{
    Auto = 0,
    Disabled = 1,
    Basic = 2,
    Kernel = 3,
    KernelSourceAnnotations = 4,
}
