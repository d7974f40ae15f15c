namespace ILGPU.Algorithms;

public static partial class XMath
{
    public const float E = 2.7182817f;
    public const double ED = 2.718281828459045;
    public const float Log2E = 1.442695f;
    public const double Log2ED = 1.4426950408889634;
    public const float OneOverLog2E = 0.6931472f;
    public const double OneOverLog2ED = 0.6931471805599453;
    public const float Log10E = 0.4342945f;
    public const double Log10ED = 0.4342944819032518;
    public const float Ln2 = 0.6931472f;
    public const double Ln2D = 0.6931471805599453;
    public const float OneOverLn2 = 1.442695f;
    public const double OneOverLn2D = 1.4426950408889634;
    public const float Ln10 = 2.3025851f;
    public const double Ln10D = 2.302585092994046;
    public const float OneOverLn10 = 0.43429446f;
    public const double OneOverLn10D = 0.43429448190325176;
    public const float PI = 3.1415927f;
    public const double PID = 3.141592653589793;
    public const float PIHalf = 1.5707964f;
    public const double PIHalfD = 1.5707963267948966;
    public const float PIFourth = 0.7853982f;
    public const double PIFourthD = 0.7853981633974483;
    public const float OneOverPI = 0.31830987f;
    public const float TwoOverPI = 0.63661975f;
    public const float Sqrt2 = 1.4142135f;
    public const float OneOverSqrt2 = 0.70710677f;
    public const float OneThird = 0.33333334f;
}
