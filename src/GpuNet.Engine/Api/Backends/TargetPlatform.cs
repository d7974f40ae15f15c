namespace ILGPU.Backends;

public enum TargetPlatform
{
    Platform32Bit = 0,
    Platform64Bit = 1,
}
