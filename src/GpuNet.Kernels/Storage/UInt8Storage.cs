namespace GpuNet.Kernels;

/// <summary>8-bit unsigned integers.</summary>
public readonly struct UInt8Storage : IStorage<byte, float>, IStorage<byte, double>, IStorage<byte, long>
{
    static float IStorage<byte, float>.Load(byte stored) => stored;

    static byte IStorage<byte, float>.Store(float value) =>
        value >= 255f ? byte.MaxValue : value > 0f ? (byte)(int)value : (byte)0;

    static double IStorage<byte, double>.Load(byte stored) => stored;

    static byte IStorage<byte, double>.Store(double value) =>
        value >= 255.0 ? byte.MaxValue : value > 0.0 ? (byte)(int)value : (byte)0;

    static long IStorage<byte, long>.Load(byte stored) => stored;

    static byte IStorage<byte, long>.Store(long value) => unchecked((byte)value);
}
