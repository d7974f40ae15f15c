using GpuNet.Engine.Frontend.IL;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>
/// Translates one method body at the place where it is called. Blocks are translated in the order of their IL offsets,
/// and only those that control can reach: what stands behind a condition that is decided at compile time is not looked
/// at.
/// </summary>
internal sealed partial class MethodTranslator
{
    private readonly Translation translation;
    private readonly IRBuilder builder;
    private readonly ValueAccess values;
    private readonly MethodIL il;
    private readonly MethodTranslator? caller;
    private readonly bool inLoop;
    private readonly List<StackValue> stack = [];
    private readonly Pending pending = new();
    private readonly List<Returned> returns = [];
    private readonly BlockState?[] blocks;
    private readonly Type returnType;
    private int position;
    private bool blockEnded;

    public MethodTranslator(Translation translation, MethodIL il, StackValue[] arguments, MethodTranslator? caller)
    {
        this.translation = translation;
        this.il = il;
        this.caller = caller;
        builder = translation.Builder;
        values = translation.Values;
        inLoop = caller is not null && (caller.inLoop || caller.il.LoopDepths[caller.position] > 0);
        blocks = new BlockState?[il.Instructions.Length];
        localAddresses = new Value?[il.LocalTypes.Length];
        localTokens = new object?[il.LocalTypes.Length];
        argumentAddresses = new Value?[arguments.Length];
        this.arguments = arguments;
        returnType = il.Method is System.Reflection.MethodInfo method ? method.ReturnType : typeof(void);
    }

    /// <summary>
    /// Translates the body. False if control never comes back; else the builder stands where it goes on.
    /// </summary>
    public bool Run(out StackValue result)
    {
        PrepareVariables();
        if (il.HasExceptionHandlers)
            Report("try, catch, finally, using and lock do not exist on devices; check conditions instead");
        GoTo(0);
        while (true)
        {
            if (!blockEnded)
                TranslateBlock();
            if (pending.Count == 0)
                break;
            Start(pending.TakeFirst());
        }
        return FinishReturns(out result);
    }

    /// <summary>Goes on with the next instructions until the block ends.</summary>
    private void TranslateBlock()
    {
        while (!blockEnded)
        {
            if (position >= il.Instructions.Length)
            {
                EndBlock(Return.Instance);
                return;
            }
            int at = position;
            var instruction = il.Instructions[at];
            builder.Location = new SourceLocation(il.Name, instruction.Offset);
            int depth = stack.Count;
            try
            {
                Translate(instruction);
            }
            catch (NotSupportedException exception)
            {
                Report(exception.Message);
                Recover(instruction, depth);
            }
            if (blockEnded || position != at)
                continue;
            position++;
            if (position < il.Instructions.Length && il.PredecessorCounts[position] > 0)
                GoTo(position);
        }
    }

    /// <summary>
    /// Ends the block with a jump, or goes on in the same block where nothing else can reach the target.
    /// </summary>
    private void GoTo(int target)
    {
        if (il.PredecessorCounts[target] == 1)
        {
            position = target;
            blockEnded = false;
            return;
        }
        var edge = EdgeTo(target);
        EndBlock(new Jump(edge));
    }

    private Edge EdgeTo(int target)
    {
        if (blocks[target] is not { } state)
        {
            blocks[target] = state = new BlockState(new Block(il.Name), builder);
            pending.Add(target);
        }
        var edge = new Edge(state.Block);
        state.Add(edge, stack, builder.Block, builder.Memory);
        return edge;
    }

    private void EndBlock(Terminator terminator)
    {
        builder.Block.Terminator = terminator;
        blockEnded = true;
    }

    private void Start(int target)
    {
        var state = blocks[target]!;
        builder.Function.Blocks.Add(state.Block);
        position = target;
        blockEnded = false;
        stack.Clear();
        try
        {
            if (il.PredecessorCounts[target] == 1 || (state.HasOneArrival && il.LoopDepths[target] == 0))
            {
                // Blocks are translated in the order of the IL: outside of loops, whatever has not arrived by now is dead.
                stack.AddRange(state.StartAfterOnly(out var memory));
                builder.Memory = memory;
            }
            else
            {
                stack.AddRange(state.StartMerged());
                builder.Memory = new KnownMemory();
            }
            builder.Block = state.Block;
        }
        catch (NotSupportedException exception)
        {
            Report(exception.Message);
            builder.Block = state.Block;
            EndBlock(Return.Instance);
        }
    }

    private void LeaveMethod(StackValue value)
    {
        if (caller is null)
        {
            EndBlock(Return.Instance);
            return;
        }
        returns.Add(new Returned(builder.Block, value, builder.Memory));
        blockEnded = true;
    }

    /// <summary>One return: the caller goes on in its block. Several: they meet in a block of their own.</summary>
    private bool FinishReturns(out StackValue result)
    {
        result = default;
        if (returns.Count == 0)
            return false;
        if (returns.Count == 1)
        {
            (builder.Block, result, builder.Memory) = returns[0];
            return true;
        }
        var meeting = new BlockState(new Block(il.Name), builder);
        foreach (var (from, value, memory) in returns)
        {
            var edge = new Edge(meeting.Block);
            from.Terminator = new Jump(edge);
            meeting.Add(edge, value.IsNothing ? [] : [value], from, memory);
        }
        builder.Function.Blocks.Add(meeting.Block);
        var merged = meeting.StartMerged();
        result = merged.Length == 0 ? default : merged[0];
        builder.Block = meeting.Block;
        builder.Memory = new KnownMemory();
        return true;
    }

    /// <summary>A way out of the method.</summary>
    private sealed record Returned(Block From, StackValue Value, KnownMemory Memory);

    private void Report(string message)
    {
        if (message.Length == 0)
            return;
        int offset = il.Instructions[Math.Min(position, il.Instructions.Length - 1)].Offset;
        translation.Violations.Add(il.Name, offset, message, Callers());
    }

    private IEnumerable<string> Callers()
    {
        for (var frame = caller; frame is not null; frame = frame.caller)
            yield return $"{frame.il.Name}, IL_{frame.il.Instructions[frame.position].Offset:x4}";
    }
}
