namespace ILGPU;

public static partial class IntrinsicMath
{
    public static partial class CPUOnly
    {
        public static float Rcp(float value) => 1 / value;

        public static bool IsNaN(float value) => float.IsNaN(value);

        public static bool IsInfinity(float value) => float.IsInfinity(value);

        public static bool IsFinite(float value) => float.IsFinite(value);

        public static float Sqrt(float value) => MathF.Sqrt(value);

        public static float Rsqrt(float value) => 1 / MathF.Sqrt(value);

        public static float Asin(float value) => MathF.Asin(value);

        public static float Sin(float value) => MathF.Sin(value);

        public static float Sinh(float value) => MathF.Sinh(value);

        public static float Acos(float value) => MathF.Acos(value);

        public static float Cos(float value) => MathF.Cos(value);

        public static float Cosh(float value) => MathF.Cosh(value);

        public static float Tan(float value) => MathF.Tan(value);

        public static float Tanh(float value) => MathF.Tanh(value);

        public static float Atan(float value) => MathF.Atan(value);

        public static float Exp(float value) => MathF.Exp(value);

        public static float Exp2(float value) => MathF.Pow(2, value);

        public static float Floor(float value) => MathF.Floor(value);

        public static float Ceiling(float value) => MathF.Ceiling(value);

        public static float Log(float value) => MathF.Log(value);

        public static float Log2(float value) => MathF.Log2(value);

        public static float Log10(float value) => MathF.Log10(value);

        public static float Rem(float left, float right) => left % right;

        public static float Min(float left, float right) => MathF.Min(left, right);

        public static float Max(float left, float right) => MathF.Max(left, right);

        public static float Atan2(float left, float right) => MathF.Atan2(left, right);

        public static float Pow(float left, float right) => MathF.Pow(left, right);

        public static float Log(float left, float right) => MathF.Log(left, right);
    }
}
