namespace ILGPU;

public static partial class IntrinsicMath
{
    public static partial class CPUOnly
    {
        public static Half Rcp(Half value) => (Half)Rcp((float)value);

        public static bool IsNaN(Half value) => Half.IsNaN(value);

        public static bool IsInfinity(Half value) => Half.IsInfinity(value);

        public static bool IsFinite(Half value) => Half.IsFinite(value);

        public static Half Sqrt(Half value) => (Half)Sqrt((float)value);

        public static Half Rsqrt(Half value) => (Half)Rsqrt((float)value);

        public static Half Asin(Half value) => (Half)Asin((float)value);

        public static Half Sin(Half value) => (Half)Sin((float)value);

        public static Half Sinh(Half value) => (Half)Sinh((float)value);

        public static Half Acos(Half value) => (Half)Acos((float)value);

        public static Half Cos(Half value) => (Half)Cos((float)value);

        public static Half Cosh(Half value) => (Half)Cosh((float)value);

        public static Half Tan(Half value) => (Half)Tan((float)value);

        public static Half Tanh(Half value) => (Half)Tanh((float)value);

        public static Half Atan(Half value) => (Half)Atan((float)value);

        public static Half Exp(Half value) => (Half)Exp((float)value);

        public static Half Exp2(Half value) => (Half)Exp2((float)value);

        public static Half Floor(Half value) => (Half)Floor((float)value);

        public static Half Ceiling(Half value) => (Half)Ceiling((float)value);

        public static Half Log(Half value) => (Half)Log((float)value);

        public static Half Log2(Half value) => (Half)Log2((float)value);

        public static Half Log10(Half value) => (Half)Log10((float)value);

        public static Half Rem(Half left, Half right) => (Half)Rem((float)left, right);

        public static Half Min(Half left, Half right) => (Half)Min((float)left, right);

        public static Half Max(Half left, Half right) => (Half)Max((float)left, right);

        public static Half Atan2(Half left, Half right) => (Half)Atan2((float)left, right);

        public static Half Pow(Half left, Half right) => (Half)Pow((float)left, right);

        public static Half Log(Half left, Half right) => (Half)Log((float)left, right);
    }
}
