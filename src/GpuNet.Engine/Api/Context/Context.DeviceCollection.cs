using System.Collections.Immutable;
using ILGPU.Runtime;

namespace ILGPU;

public sealed partial class Context
{
    /// <summary>The devices of one kind, in the order in which they were registered.</summary>
    public readonly ref struct DeviceCollection<TDevice>
        where TDevice : Device
    {
        private readonly ImmutableArray<TDevice> devices;

        internal DeviceCollection(ImmutableArray<TDevice> devices)
        {
            this.devices = devices;
        }

        public AcceleratorType AcceleratorType => DeviceTypeAttribute.GetAcceleratorType(typeof(TDevice));

        public int Count => devices.Length;

        public TDevice this[int deviceIndex] =>
            (uint)deviceIndex < (uint)devices.Length
                ? devices[deviceIndex]
                : throw new ArgumentOutOfRangeException(
                    nameof(deviceIndex),
                    deviceIndex,
                    $"The context has {devices.Length} device(s) of type {typeof(TDevice).Name}.");

        public Enumerator GetEnumerator() => new(devices);

        public ref struct Enumerator
        {
            private ImmutableArray<TDevice>.Enumerator inner;

            internal Enumerator(ImmutableArray<TDevice> devices)
            {
                inner = devices.GetEnumerator();
            }

            public TDevice Current => inner.Current;

            public bool MoveNext() => inner.MoveNext();
        }
    }
}
