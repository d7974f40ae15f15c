namespace ILGPU;

public static partial class IntrinsicMath
{
    public static partial class CPUOnly
    {
        public static double Rcp(double value) => 1 / value;

        public static bool IsNaN(double value) => double.IsNaN(value);

        public static bool IsInfinity(double value) => double.IsInfinity(value);

        public static bool IsFinite(double value) => double.IsFinite(value);

        public static double Sqrt(double value) => Math.Sqrt(value);

        public static double Rsqrt(double value) => 1 / Math.Sqrt(value);

        public static double Asin(double value) => Math.Asin(value);

        public static double Sin(double value) => Math.Sin(value);

        public static double Sinh(double value) => Math.Sinh(value);

        public static double Acos(double value) => Math.Acos(value);

        public static double Cos(double value) => Math.Cos(value);

        public static double Cosh(double value) => Math.Cosh(value);

        public static double Tan(double value) => Math.Tan(value);

        public static double Tanh(double value) => Math.Tanh(value);

        public static double Atan(double value) => Math.Atan(value);

        public static double Exp(double value) => Math.Exp(value);

        public static double Exp2(double value) => Math.Pow(2, value);

        public static double Floor(double value) => Math.Floor(value);

        public static double Ceiling(double value) => Math.Ceiling(value);

        public static double Log(double value) => Math.Log(value);

        public static double Log2(double value) => Math.Log2(value);

        public static double Log10(double value) => Math.Log10(value);

        public static double Rem(double left, double right) => left % right;

        public static double Min(double left, double right) => Math.Min(left, right);

        public static double Max(double left, double right) => Math.Max(left, right);

        public static double Atan2(double left, double right) => Math.Atan2(left, right);

        public static double Pow(double left, double right) => Math.Pow(left, right);

        public static double Log(double left, double right) => Math.Log(left, right);
    }
}
