using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// One optimizer step over all parameters: parameters, gradients and each state lie in one flat buffer, so a step is
/// <see cref="Advance"/> and one launch. Parameter groups with settings of their own are sub-views and more launches.
/// </summary>
/// <remarks>
/// Launch: auto-grouped, one item a parameter; the kernel with as many states as <see cref="OptimizerInfo.States"/>. A step that is
/// skipped writes what it has read, and its copy (<see cref="IWeightCopy{TStored,T}"/>): without branches, CUDA's threads run four
/// parameters each, in accesses of 16 bytes.
/// Numerics: the order of torch's optimizers, each product-sum fused.
/// </remarks>
public static class OptimizerKernels
{
    /// <summary>
    /// Counts the step up and prepares its constants; or has the update leave everything as it is, if a scaled loss has overflown.
    /// Launch: auto-grouped, extent 1, before the update.
    /// </summary>
    /// <param name="index">0.</param>
    /// <param name="step">The step record.</param>
    /// <param name="counters">Of the loss's scale (<see cref="LossScaleKernels"/>), or zeros.</param>
    /// <param name="update">The rule.</param>
    public static void Advance<TUpdate, T, TMath>(
        Index1D index, ArrayView<OptimizerStep<T>> step, ArrayView<int> counters, TUpdate update)
        where TUpdate : unmanaged, IOptimizerRule<TUpdate>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var next = step[index];
        next.Skips = counters[LossScaleKernels.Overflow];
        if (next.Skips == 0)
        {
            next.Step += 1;
            next = update.Begin<T, TMath>(next);
        }

        step[index] = next;
    }

    /// <summary>The update of an optimizer without states.</summary>
    public static void Update0<TUpdate, TStored, TCopy, T, TMath>(
        Index1D index, ArrayView<T> parameters, ArrayView<T> gradients, ArrayView<OptimizerStep<T>> step, TUpdate update,
        ArrayView<TStored> copy)
        where TUpdate : unmanaged, IOptimizerUpdate<TUpdate>
        where TStored : unmanaged
        where TCopy : unmanaged, IWeightCopy<TStored, T>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var parameter = default(ParameterState<T>);
        parameter.Value = parameters[index];
        var moved = update.Update<T, TMath>(parameter, gradients[index], step[0]);
        var value = step[0].Skips != 0 ? parameter.Value : moved.Value;
        parameters[index] = value;
        TCopy.Store(copy, index, value);
    }

    /// <summary>The update of an optimizer with one state.</summary>
    public static void Update1<TUpdate, TStored, TCopy, T, TMath>(
        Index1D index, ArrayView<T> parameters, ArrayView<T> gradients, ArrayView<T> first,
        ArrayView<OptimizerStep<T>> step, TUpdate update, ArrayView<TStored> copy)
        where TUpdate : unmanaged, IOptimizerUpdate<TUpdate>
        where TStored : unmanaged
        where TCopy : unmanaged, IWeightCopy<TStored, T>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var parameter = default(ParameterState<T>);
        parameter.Value = parameters[index];
        parameter.First = first[index];
        var moved = update.Update<T, TMath>(parameter, gradients[index], step[0]);
        var skips = step[0].Skips != 0;
        var value = skips ? parameter.Value : moved.Value;
        parameters[index] = value;
        TCopy.Store(copy, index, value);
        first[index] = skips ? parameter.First : moved.First;
    }

    /// <summary>The update of an optimizer with two states.</summary>
    public static void Update2<TUpdate, TStored, TCopy, T, TMath>(
        Index1D index, ArrayView<T> parameters, ArrayView<T> gradients, ArrayView<T> first, ArrayView<T> second,
        ArrayView<OptimizerStep<T>> step, TUpdate update, ArrayView<TStored> copy)
        where TUpdate : unmanaged, IOptimizerUpdate<TUpdate>
        where TStored : unmanaged
        where TCopy : unmanaged, IWeightCopy<TStored, T>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var parameter = default(ParameterState<T>);
        parameter.Value = parameters[index];
        parameter.First = first[index];
        parameter.Second = second[index];
        var moved = update.Update<T, TMath>(parameter, gradients[index], step[0]);
        var skips = step[0].Skips != 0;
        var value = skips ? parameter.Value : moved.Value;
        parameters[index] = value;
        TCopy.Store(copy, index, value);
        first[index] = skips ? parameter.First : moved.First;
        second[index] = skips ? parameter.Second : moved.Second;
    }

    /// <summary>The update of an optimizer with three states.</summary>
    public static void Update3<TUpdate, TStored, TCopy, T, TMath>(
        Index1D index, ArrayView<T> parameters, ArrayView<T> gradients, ArrayView<T> first, ArrayView<T> second,
        ArrayView<T> third, ArrayView<OptimizerStep<T>> step, TUpdate update, ArrayView<TStored> copy)
        where TUpdate : unmanaged, IOptimizerUpdate<TUpdate>
        where TStored : unmanaged
        where TCopy : unmanaged, IWeightCopy<TStored, T>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var parameter = default(ParameterState<T>);
        parameter.Value = parameters[index];
        parameter.First = first[index];
        parameter.Second = second[index];
        parameter.Third = third[index];
        var moved = update.Update<T, TMath>(parameter, gradients[index], step[0]);
        var skips = step[0].Skips != 0;
        var value = skips ? parameter.Value : moved.Value;
        parameters[index] = value;
        TCopy.Store(copy, index, value);
        first[index] = skips ? parameter.First : moved.First;
        second[index] = skips ? parameter.Second : moved.Second;
        third[index] = skips ? parameter.Third : moved.Third;
    }
}
