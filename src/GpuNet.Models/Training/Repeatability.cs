namespace GpuNet.Models;

/// <summary>
/// Whether a step may be repeated without running its code. Nobody can see what a class of somebody else's does on the host, so
/// such a class has to say that it does nothing there that changes from step to step.
/// </summary>
internal static class Repeatability
{
    /// <summary>Whether an object's class is one of this library.</summary>
    public static bool IsOurs(object part) => part.GetType().Assembly == typeof(Repeatability).Assembly;

    /// <summary>What stands against it; null if nothing does.</summary>
    public static string? WhyNot(Module model, Loss loss, IEnumerable<Regularizer> regularizers)
    {
        object? part = model.WithParts.FirstOrDefault(module => !module.IsRepeatable)
            ?? (loss.IsRepeatable ? null : loss)
            ?? (object?)regularizers.FirstOrDefault(regularizer => !regularizer.IsRepeatable);
        return part is null
            ? null
            : $"{part.GetType().Name} does not say that its work depends on tensors alone: override {nameof(Module.IsRepeatable)} if it does";
    }
}
