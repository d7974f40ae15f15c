using System.CommandLine;
using GpuNet.Cli.Commands;
using Spectre.Console;

namespace GpuNet.Cli;

/// <summary>The program: parses, runs a command, and turns whatever the user can mend into one line and an exit code.</summary>
internal static class CommandLine
{
    private const int BadInput = 2;

    /// <summary>The shell's code for a program that Ctrl-C ended: 128 + SIGINT.</summary>
    private const int Cancelled = 130;

    /// <summary>Columns of text that goes to a file or another program, which does not wrap it.</summary>
    private const int FileWidth = 200;

    public static int Run(string[] args)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = FileWidth;
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        }

        var root = new RootCommand("Trains neural networks on GPUs and processors.")
        {
            DevicesCommand.Create(),
            TrainCommand.Create(),
            CompareCommand.Create(),
            ProfileCommand.Create(),
            EvaluateCommand.Create(),
            PredictCommand.Create(),
            OpsCommand.Create(),
            TuneCommand.Create(),
        };
        // "@name" is an ordinary argument here, not a file of arguments.
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
            return Fail($"{Mistake(parsed)} See '{(parsed.CommandResult.Command == root ? "" : "gpunet ")}{parsed.CommandResult.Command.Name} --help'.");
        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return Cancelled;
        }
        catch (Exception exception) when (exception is GpuNetException or IOException or UnauthorizedAccessException)
        {
            return Fail(exception.Message);
        }
        catch (Exception exception) when (exception.GetBaseException() is NotSupportedException asked)
        {
            // What the engine says of an environment variable that asks for what there is not; some are read in type initializers.
            return Fail(asked.Message);
        }
    }

    /// <summary>What is wrong with the command line: a word that nothing knows before what follows from it.</summary>
    private static string Mistake(ParseResult parsed) => parsed.UnmatchedTokens is [var word, ..]
        ? $"'{word}' is no command or option here."
        : parsed.Errors[0].Message;

    private static int Fail(string message)
    {
        Console.Error.WriteLine($"gpunet: {Printable(message)}");
        return BadInput;
    }

    /// <summary>The message on one line, without control characters: names from files may hold anything.</summary>
    private static string Printable(string message) =>
        string.Concat(message.ReplaceLineEndings(" ").Select(c => char.IsControl(c) ? '?' : c));
}
