using GpuNet.Engine.IR;
using ILGPU;

namespace GpuNet.Engine.Frontend;

/// <summary>What the translators of a kernel and of all its callees share.</summary>
internal sealed class Translation
{
    public Translation(string name, bool hasWarps, ContextProperties settings)
    {
        Builder = new IRBuilder(new Function(name));
        Values = new ValueAccess(Builder);
        Arithmetic = new Arithmetic(Builder);
        Conversions = new Conversions(Builder);
        StaticFields = new StaticFields(new ConstantArrays(Builder), Values, settings.StaticFieldMode);
        HasWarps = hasWarps;
        Settings = settings;
    }

    public IRBuilder Builder { get; }
    public ValueAccess Values { get; }
    public Arithmetic Arithmetic { get; }
    public Conversions Conversions { get; }
    public StaticFields StaticFields { get; }
    public ContextProperties Settings { get; }
    public Violations Violations { get; } = new();

    /// <summary>False on devices whose warps are single work-items: warp operations fold away.</summary>
    public bool HasWarps { get; }
}
