namespace ILGPU.Runtime;

public abstract partial class Accelerator
{
    [ThreadStatic]
    private static Accelerator? current;

    /// <summary>The accelerator bound to the calling thread.</summary>
    public static Accelerator? Current => current;

    /// <summary>In a kernel: the type of the accelerator it runs on.</summary>
    public static AcceleratorType CurrentType => current?.AcceleratorType ?? AcceleratorType.CPU;

    public void Bind()
    {
        ThrowIfDisposed();
        Rebind(this);
    }

    public ScopedAcceleratorBinding BindScoped()
    {
        var binding = new ScopedAcceleratorBinding(current);
        Bind();
        return binding;
    }

    protected abstract void OnBind();

    protected abstract void OnUnbind();

    internal static void Rebind(Accelerator? next)
    {
        if (current == next)
            return;
        current?.OnUnbind();
        current = next;
        next?.OnBind();
    }
}
