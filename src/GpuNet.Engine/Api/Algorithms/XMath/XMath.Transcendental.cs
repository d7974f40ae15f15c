namespace ILGPU.Algorithms;

public static partial class XMath
{
    public static double Log(double value, double newBase) =>
        newBase == 1 || (value != 1 && (newBase == 0 || newBase == double.PositiveInfinity))
            ? double.NaN
            : Log(value) / Log(newBase);

    public static float Log(float value, float newBase) =>
        newBase == 1 || (value != 1 && (newBase == 0 || newBase == float.PositiveInfinity))
            ? float.NaN
            : Log(value) / Log(newBase);

    public static double Log(double value) => Math.Log(value);

    public static float Log(float value) => MathF.Log(value);

    public static double Log10(double value) => Math.Log10(value);

    public static float Log10(float value) => MathF.Log10(value);

    public static double Log2(double value) => Math.Log2(value);

    public static float Log2(float value) => MathF.Log2(value);

    public static double Pow(double @base, double exp) => Math.Pow(@base, exp);

    public static float Pow(float @base, float exp) => MathF.Pow(@base, exp);

    public static double Exp(double value) => Math.Exp(value);

    public static float Exp(float value) => MathF.Exp(value);

    public static double Exp2(double value) => Math.Pow(2, value);

    public static float Exp2(float value) => MathF.Pow(2, value);

    public static double Sin(double value) => Math.Sin(value);

    public static float Sin(float value) => MathF.Sin(value);

    public static double Sinh(double value) => Math.Sinh(value);

    public static double Asin(double value) => Math.Asin(value);

    public static float Asin(float value) => MathF.Asin(value);

    public static float Sinh(float value) => MathF.Sinh(value);

    public static double Cos(double value) => Math.Cos(value);

    public static float Cos(float value) => MathF.Cos(value);

    public static double Cosh(double value) => Math.Cosh(value);

    public static float Cosh(float value) => MathF.Cosh(value);

    public static double Acos(double value) => Math.Acos(value);

    public static float Acos(float value) => MathF.Acos(value);

    public static double Tan(double value) => Math.Tan(value);

    public static float Tan(float value) => MathF.Tan(value);

    public static double Tanh(double value) => Math.Tanh(value);

    public static float Tanh(float value) => MathF.Tanh(value);

    public static double Atan(double value) => Math.Atan(value);

    public static float Atan(float value) => MathF.Atan(value);

    public static double Atan2(double y, double x) => Math.Atan2(y, x);

    public static float Atan2(float y, float x) => MathF.Atan2(y, x);

    public static void SinCos(double value, out double sin, out double cos)
    {
        sin = Math.Sin(value);
        cos = Math.Cos(value);
    }

    public static void SinCos(float value, out float sin, out float cos)
    {
        sin = MathF.Sin(value);
        cos = MathF.Cos(value);
    }
}
