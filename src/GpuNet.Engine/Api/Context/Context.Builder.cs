using System.Diagnostics;
using GpuNet.Engine.Drivers;
using ILGPU.Runtime;

namespace ILGPU;

public sealed partial class Context
{
    /// <summary>Collects settings and devices, then makes a context of them.</summary>
    public sealed class Builder : ContextProperties
    {
        internal Builder()
        {
        }

        internal DeviceRegistry DeviceRegistry { get; } = new();

        public Builder Default() => AllAccelerators();

        public Builder AllAccelerators() => AllAccelerators(static _ => true);

        public Builder AllAccelerators(Predicate<Device> predicate)
        {
            ArgumentNullException.ThrowIfNull(predicate);
            foreach (var device in InstalledDevices.Find())
                DeviceRegistry.Register(device, predicate);
            return this;
        }

        public Builder Inlining(InliningMode inliningMode)
        {
            InliningMode = inliningMode;
            return this;
        }

        public Builder DebugSymbols(DebugSymbolsMode debugSymbolsMode)
        {
            DebugSymbolsMode = debugSymbolsMode;
            return this;
        }

        public Builder Assertions()
        {
            EnableAssertions = true;
            return this;
        }

        public Builder IOOperations()
        {
            EnableIOOperations = true;
            return this;
        }

        public Builder Verify()
        {
            EnableVerifier = true;
            return this;
        }

        public Builder Math(MathMode mathMode)
        {
            MathMode = mathMode;
            return this;
        }

        public Builder StaticFields(StaticFieldMode fieldMode)
        {
            StaticFieldMode = fieldMode;
            return this;
        }

        public Builder Arrays(ArrayMode arrayMode)
        {
            ArrayMode = arrayMode;
            return this;
        }

        public Builder Caching(CachingMode cachingMode)
        {
            CachingMode = cachingMode;
            return this;
        }

        public Builder AutoAssertions() => Debugger.IsAttached ? Assertions() : this;

        public Builder AutoIOOperations() => Debugger.IsAttached ? IOOperations() : this;

        public Builder AutoDebug() => Debugger.IsAttached ? Debug() : this;

        public Builder Debug()
        {
            DebugSymbols(DebugSymbolsMode.Basic);
            Assertions();
            IOOperations();
            return Optimize(OptimizationLevel.Debug);
        }

        public Builder Release()
        {
            DebugSymbols(DebugSymbolsMode.Disabled);
            return Optimize(OptimizationLevel.Release);
        }

        public Builder Optimize(OptimizationLevel level)
        {
            OptimizationLevel = level;
            return this;
        }

        public Builder PageLocking(PageLockingMode mode)
        {
            PageLockingMode = mode;
            return this;
        }

        public Builder Profiling()
        {
            EnableProfiling = true;
            return this;
        }

        public Builder LibDevice() => this;

        public Builder LibDevice(string libNvvmPath, string libDevicePath)
        {
            LibNvvmPath = libNvvmPath;
            LibDevicePath = libDevicePath;
            return this;
        }

        public Context ToContext() => new(Copy(), DeviceRegistry.ToImmutable());

        public new void SetExtensionProperty<T>(string key, T value)
            where T : struct =>
            base.SetExtensionProperty(key, value);
    }
}
