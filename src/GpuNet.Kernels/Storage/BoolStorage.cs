namespace GpuNet.Kernels;

/// <summary>Truth values, one byte each: 0 and 1.</summary>
public readonly struct BoolStorage : IStorage<byte, float>, IStorage<byte, double>, IStorage<byte, long>
{
    static float IStorage<byte, float>.Load(byte stored) => stored;

    static byte IStorage<byte, float>.Store(float value) => value != 0f ? (byte)1 : (byte)0;

    static double IStorage<byte, double>.Load(byte stored) => stored;

    static byte IStorage<byte, double>.Store(double value) => value != 0.0 ? (byte)1 : (byte)0;

    static long IStorage<byte, long>.Load(byte stored) => stored;

    static byte IStorage<byte, long>.Store(long value) => value != 0 ? (byte)1 : (byte)0;
}
