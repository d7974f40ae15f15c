using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Softmax or log-softmax over the middle dimension of [outer, axis, inner], where the elements of a line lie inner apart:
/// see <see cref="SoftmaxKernels"/> for the formulas.
/// </summary>
/// <remarks>
/// Launch: auto-grouped, one item a line: outer * inner; neighbouring items own neighbouring lines, so what they read lies
/// side by side. Numerics: sums in runs of <see cref="Run"/> elements, then over the runs, whatever the device.
/// </remarks>
public static class StridedSoftmaxKernels
{
    /// <summary>Elements that are summed one after the other before their sum is added to the line's.</summary>
    public const int Run = 64;

    /// <summary>y = softmax or log-softmax of x. Numerators wait in y for the line's sum.</summary>
    public static void Forward<TForm, T, TMath>(
        Index1D line, ArrayView<T> x, ArrayView<T> y, int axis, int inner, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var first = First(line, axis, inner);
        var largest = default(Largest);
        var max = largest.Identity<T, TMath>();
        for (var k = 0; k < axis; k++)
            max = largest.Combine<T, TMath>(max, x[first + k * inner]);

        var sum = T.Zero;
        for (var run = 0; run < axis; run += Run)
        {
            var end = IntrinsicMath.Min(run + Run, axis);
            var partial = T.Zero;
            for (var k = run; k < end; k++)
            {
                var shifted = x[first + k * inner] - max;
                var exponential = TMath.Exp(shifted);
                y[first + k * inner] = form.Numerator<T, TMath>(shifted, exponential);
                partial += exponential;
            }

            sum += partial;
        }

        var normalizer = form.Normalizer<T, TMath>(sum);
        for (var k = 0; k < axis; k++)
            y[first + k * inner] = form.Output<T, TMath>(y[first + k * inner], normalizer);
    }

    /// <summary>dx from y and dy.</summary>
    public static void Backward<TForm, T, TMath>(
        Index1D line, ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, int axis, int inner, TForm form)
        where TForm : unmanaged, ISoftmaxForm<TForm>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var first = First(line, axis, inner);
        var total = T.Zero;
        for (var run = 0; run < axis; run += Run)
        {
            var end = IntrinsicMath.Min(run + Run, axis);
            var partial = T.Zero;
            for (var k = run; k < end; k++)
                partial += form.BackwardTerm<T, TMath>(y[first + k * inner], dy[first + k * inner]);
            total += partial;
        }

        for (var k = 0; k < axis; k++)
            dx[first + k * inner] = form.BackwardResult<T, TMath>(y[first + k * inner], dy[first + k * inner], total);
    }

    private static int First(int line, int axis, int inner)
    {
        var outer = line / inner;
        return outer * axis * inner + (line - outer * inner);
    }
}
