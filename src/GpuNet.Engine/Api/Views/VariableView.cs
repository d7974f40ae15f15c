namespace ILGPU;

public readonly struct VariableView<T>
    where T : unmanaged
{
    public static readonly int VariableSize = Interop.SizeOf<T>();

    public VariableView(ArrayView<T> baseView) => BaseView = baseView;

    public ArrayView<T> BaseView { get; }

    public bool IsValid => BaseView.IsValid;

    public ref T Value => ref BaseView[0];

    public void CopyTo(VariableView<T> targetView) => targetView.Value = Value;

    public void CopyFrom(VariableView<T> sourceView) => Value = sourceView.Value;

    public VariableView<TOther> SubView<TOther>(int offsetInBytes)
        where TOther : unmanaged =>
        new(BaseView.Cast<byte>().SubView(offsetInBytes, Interop.SizeOf<TOther>()).Cast<TOther>());

    public override string ToString() => BaseView.ToString();
}
