using System.Reflection;
using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests.Storage;

/// <summary>Every element type to every other one.</summary>
public class CastKernelTests
{
    private static readonly MethodInfo Kernel = typeof(CastKernels).GetMethod(nameof(CastKernels.Cast))!;

    private static readonly MethodInfo RunMethod = typeof(CastKernelTests).GetMethod(nameof(Run), BindingFlags.NonPublic | BindingFlags.Static)!;

    [Theory]
    [EveryDevice]
    public void Every_type_becomes_every_other(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var source in ElementTypes.All)
        {
            foreach (var target in ElementTypes.All.Where(type => type != source))
            {
                var arguments = ElementTypes.Arguments(source, target);
                var actual = (Array)RunMethod.MakeGenericMethod(source.Stored, target.Stored)
                    .Invoke(null, [device, Kernel.MakeGenericMethod(arguments), source.Samples])!;
                for (var i = 0; i < actual.Length; i++)
                {
                    var number = source.NumberOf(source.Samples.GetValue(i)!);
                    var expected = target.Of(number);
                    Assert.True(
                        Same(target, expected, actual.GetValue(i)!),
                        $"{source.Name} {number} to {target.Name}: {actual.GetValue(i)}, not {expected}");
                }
            }
        }
    }

    /// <summary>The same bits, but that a NaN may be another one.</summary>
    private static bool Same(ElementType type, object expected, object actual)
    {
        var (a, b) = (type.NumberOf(expected), type.NumberOf(actual));
        return a is not double value
            ? a.Equals(b)
            : BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits((double)b) || (double.IsNaN(value) && double.IsNaN((double)b));
    }

    private static TTo[] Run<TFrom, TTo>(KernelDevice device, MethodInfo kernel, TFrom[] values)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        var target = device.Upload(new TTo[values.Length]);
        device.Run(kernel, values.Length, device.Upload(values).View, target.View);
        return target.Read();
    }
}
