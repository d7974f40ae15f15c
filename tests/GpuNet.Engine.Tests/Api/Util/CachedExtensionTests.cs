using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Api.Util;

public class CachedExtensionTests
{
    [Fact]
    public void Extensions_live_as_long_as_their_owner()
    {
        var extension = new Notes();
        using (var context = Context.Create(builder => builder.DefaultCPU()))
        {
            using var accelerator = context.CreateCPUAccelerator(0);
            Assert.False(accelerator.TryGetExtension<Notes>(out _));
            Assert.Throws<KeyNotFoundException>(() => accelerator.GetExtension<Notes>());
            accelerator.RegisterExtension(extension);
            Assert.Same(extension, accelerator.GetExtension<Notes>());
            Assert.True(accelerator.TryGetExtension<Notes>(out var found) && found == extension);
            Assert.ThrowsAny<ArgumentException>(() => accelerator.RegisterExtension(new Notes()));
            accelerator.ClearCache(ClearCacheMode.Everything);
            Assert.Equal(1, extension.Cleared);
            Assert.False(extension.IsDisposed);
        }
        Assert.True(extension.IsDisposed);
    }

    private sealed class Notes : AcceleratorExtension
    {
        public int Cleared { get; private set; }

        public override void ClearCache(ClearCacheMode mode) => Cleared++;
    }
}
