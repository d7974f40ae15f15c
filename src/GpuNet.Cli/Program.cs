return GpuNet.Cli.CommandLine.Run(args);
