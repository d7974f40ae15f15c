namespace GpuNet.Models;

/// <summary>
/// The last steps and the changes of the gradient along them, which stand for the inverse Hessian (two-loop recursion).
/// </summary>
internal sealed class CurvatureHistory(int capacity)
{
    private readonly List<(Tensor Step, Tensor Difference, double Curvature)> _pairs = [];
    private double _scale = 1;

    /// <summary>Keeps a pair, and lets the oldest go when there are too many.</summary>
    internal void Add(Tensor step, Tensor difference, double curvature, double squaredDifference)
    {
        if (_pairs.Count == capacity)
        {
            _pairs[0].Step.Dispose();
            _pairs[0].Difference.Dispose();
            _pairs.RemoveAt(0);
        }

        _pairs.Add((step.Keep(), difference.Keep(), curvature));
        _scale = curvature / squaredDifference;
    }

    /// <summary>-H g.</summary>
    internal Tensor Direction(Tensor gradient)
    {
        double[] weights = new double[_pairs.Count];
        var direction = -gradient;
        for (int i = _pairs.Count - 1; i >= 0; i--)
        {
            weights[i] = LBfgs.Dot(_pairs[i].Step, direction) / _pairs[i].Curvature;
            direction -= LBfgs.Scaled(_pairs[i].Difference, weights[i]);
        }

        direction = LBfgs.Scaled(direction, _scale);
        for (int i = 0; i < _pairs.Count; i++)
        {
            double weight = weights[i] - LBfgs.Dot(_pairs[i].Difference, direction) / _pairs[i].Curvature;
            direction += LBfgs.Scaled(_pairs[i].Step, weight);
        }

        return direction;
    }
}
