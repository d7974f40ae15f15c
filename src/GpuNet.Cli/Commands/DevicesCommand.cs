using System.CommandLine;
using Spectre.Console;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet devices</c>: what this machine has, and why what cannot be used cannot.</summary>
internal static class DevicesCommand
{
    public static Command Create()
    {
        var command = new Command("devices", "List the devices of this machine; those that cannot be used say why.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        var table = new Table().AddColumns("Device", "Kind", "Name", "Usable");
        foreach (var device in Device.All)
        {
            string usable = device.IsUsable ? device.Caution is { } caution ? $"yes; {caution}" : "yes" : $"no: {device.Reason}";
            table.AddRow(Markup.Escape(device.Id), $"{device.Kind}", Markup.Escape(device.Name), Markup.Escape(usable));
        }

        AnsiConsole.Write(table);
        Console.WriteLine($"Used where none is named: {Device.Auto.Id}");
        Console.WriteLine($"Matrix products on cpu: {(Device.Cpu.GemmProvider == GemmProvider.OpenBlas ? "OpenBLAS" : "GpuNet's kernels")}");
        Console.WriteLine($"OpenBLAS, for GPUNET_GEMM=openblas: {(OpenBlas.IsAvailable ? "found, " : "")}{OpenBlas.Description}");
        Console.WriteLine($"cuBLAS, for GPUNET_GEMM=cublas on CUDA devices: {(CuBlas.IsAvailable ? "found, " : "")}{CuBlas.Description}");
        return 0;
    }
}
