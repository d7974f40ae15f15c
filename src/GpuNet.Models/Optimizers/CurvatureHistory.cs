using GpuNet.Models.Persistence;

namespace GpuNet.Models;

/// <summary>
/// The last steps and the changes of the gradient along them, which stand for the inverse Hessian (two-loop recursion).
/// </summary>
internal sealed class CurvatureHistory(int capacity)
{
    private readonly List<(Tensor Step, Tensor Difference, double Curvature)> _pairs = [];
    private double _scale = 1;

    /// <summary>What a checkpoint holds of it.</summary>
    internal IEnumerable<StateEntry> State =>
    [
        .. _pairs.SelectMany((pair, i) => new[]
        {
            StateEntry.Of($"pairs.{i}.step", pair.Step),
            StateEntry.Of($"pairs.{i}.difference", pair.Difference),
            StateEntry.Of(
                $"pairs.{i}.curvature", () => _pairs[i].Curvature, value => _pairs[i] = _pairs[i] with { Curvature = value }),
        }),
        StateEntry.Of("scale", () => _scale, value => _scale = value),
    ];

    /// <summary>Forgets all pairs, and makes room for as many as a state has.</summary>
    internal void MakeRoom(Func<string, bool> has, Tensor like)
    {
        while (_pairs.Count > 0)
            RemoveOldest();
        _scale = 1;
        while (_pairs.Count < capacity && has($"pairs.{_pairs.Count}.step"))
            _pairs.Add((Tensor.ZerosLike(like).Keep(), Tensor.ZerosLike(like).Keep(), 0));
    }

    /// <summary>Keeps a pair, and lets the oldest go when there are too many.</summary>
    internal void Add(Tensor step, Tensor difference, double curvature, double squaredDifference)
    {
        if (_pairs.Count == capacity)
            RemoveOldest();

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

    private void RemoveOldest()
    {
        _pairs[0].Step.Dispose();
        _pairs[0].Difference.Dispose();
        _pairs.RemoveAt(0);
    }
}
