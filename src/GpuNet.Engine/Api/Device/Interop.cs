using System.Runtime.CompilerServices;

namespace ILGPU;

public static partial class Interop
{
    public static int SizeOf<T>()
        where T : unmanaged =>
        Unsafe.SizeOf<T>();
}
