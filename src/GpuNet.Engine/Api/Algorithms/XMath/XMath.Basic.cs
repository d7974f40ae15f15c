namespace ILGPU.Algorithms;

public static partial class XMath
{
    public static double Abs(double value) => IntrinsicMath.Abs(value);

    public static float Abs(float value) => IntrinsicMath.Abs(value);

    public static sbyte Abs(sbyte value) => IntrinsicMath.Abs(value);

    public static short Abs(short value) => IntrinsicMath.Abs(value);

    public static int Abs(int value) => IntrinsicMath.Abs(value);

    public static long Abs(long value) => IntrinsicMath.Abs(value);

    public static double DegToRad(double degrees) => degrees * (PID / 180);

    public static float DegToRad(float degrees) => degrees * (PI / 180);

    public static double RadToDeg(double radians) => radians * (180 / PID);

    public static float RadToDeg(float radians) => radians * (180 / PI);

    public static double Min(double first, double second) => IntrinsicMath.Min(first, second);

    public static float Min(float first, float second) => IntrinsicMath.Min(first, second);

    public static sbyte Min(sbyte first, sbyte second) => IntrinsicMath.Min(first, second);

    public static short Min(short first, short second) => IntrinsicMath.Min(first, second);

    public static int Min(int first, int second) => IntrinsicMath.Min(first, second);

    public static long Min(long first, long second) => IntrinsicMath.Min(first, second);

    public static byte Min(byte first, byte second) => IntrinsicMath.Min(first, second);

    public static ushort Min(ushort first, ushort second) => IntrinsicMath.Min(first, second);

    public static uint Min(uint first, uint second) => IntrinsicMath.Min(first, second);

    public static ulong Min(ulong first, ulong second) => IntrinsicMath.Min(first, second);

    public static double Max(double first, double second) => IntrinsicMath.Max(first, second);

    public static float Max(float first, float second) => IntrinsicMath.Max(first, second);

    public static sbyte Max(sbyte first, sbyte second) => IntrinsicMath.Max(first, second);

    public static short Max(short first, short second) => IntrinsicMath.Max(first, second);

    public static int Max(int first, int second) => IntrinsicMath.Max(first, second);

    public static long Max(long first, long second) => IntrinsicMath.Max(first, second);

    public static byte Max(byte first, byte second) => IntrinsicMath.Max(first, second);

    public static ushort Max(ushort first, ushort second) => IntrinsicMath.Max(first, second);

    public static uint Max(uint first, uint second) => IntrinsicMath.Max(first, second);

    public static ulong Max(ulong first, ulong second) => IntrinsicMath.Max(first, second);

    public static double Clamp(double value, double min, double max) => IntrinsicMath.Clamp(value, min, max);

    public static float Clamp(float value, float min, float max) => IntrinsicMath.Clamp(value, min, max);

    public static sbyte Clamp(sbyte value, sbyte min, sbyte max) => IntrinsicMath.Clamp(value, min, max);

    public static short Clamp(short value, short min, short max) => IntrinsicMath.Clamp(value, min, max);

    public static int Clamp(int value, int min, int max) => IntrinsicMath.Clamp(value, min, max);

    public static long Clamp(long value, long min, long max) => IntrinsicMath.Clamp(value, min, max);

    public static byte Clamp(byte value, byte min, byte max) => IntrinsicMath.Clamp(value, min, max);

    public static ushort Clamp(ushort value, ushort min, ushort max) => IntrinsicMath.Clamp(value, min, max);

    public static uint Clamp(uint value, uint min, uint max) => IntrinsicMath.Clamp(value, min, max);

    public static ulong Clamp(ulong value, ulong min, ulong max) => IntrinsicMath.Clamp(value, min, max);

    public static bool IsNaN(double value) => double.IsNaN(value);

    public static bool IsNaN(float value) => float.IsNaN(value);

    public static bool IsInfinity(double value) => double.IsInfinity(value);

    public static bool IsInfinity(float value) => float.IsInfinity(value);

    public static bool IsFinite(double value) => double.IsFinite(value);

    public static bool IsFinite(float value) => float.IsFinite(value);

    public static double Rcp(double value) => 1 / value;

    public static float Rcp(float value) => 1 / value;

    public static double Rem(double x, double y) => x % y;

    public static float Rem(float x, float y) => x % y;

    public static int Sign(double value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    public static int Sign(float value) => value < 0 ? -1 : value > 0 ? 1 : 0;

    public static double Sqrt(double value) => Math.Sqrt(value);

    public static float Sqrt(float value) => MathF.Sqrt(value);

    public static double Rsqrt(double value) => 1 / Math.Sqrt(value);

    public static float Rsqrt(float value) => 1 / MathF.Sqrt(value);
}
