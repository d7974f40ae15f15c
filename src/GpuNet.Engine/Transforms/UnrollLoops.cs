using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Copies out loops with a small constant number of iterations, so that local arrays they index become registers.
/// Inner loops first; a loop's trip count is found by running its exit condition on constants.
/// </summary>
internal static class UnrollLoops
{
    private const int MaximumIterations = 128;
    private const int MaximumInstructions = 768;

    public static void Run(Function function)
    {
        while (UnrollSome(function))
        {
            // The copies index arrays by what are constants only after folding.
            Simplify.Run(function);
            PromoteMemory.Run(function);
            Simplify.Run(function);
            EliminateDeadCode.Run(function);
        }
    }

    /// <summary>Unrolls all loops without loops inside that can be, as they don't touch each other; if there is none, one loop.</summary>
    private static bool UnrollSome(Function function)
    {
        var flow = new ControlFlow(function);
        var forest = new LoopForest(flow);
        var outer = forest.Loops.Select(loop => loop.Parent).ToHashSet();
        var found = new List<Candidate>();
        foreach (var loop in forest.Loops)
        {
            bool isInnermost = !outer.Contains(loop);
            if (!isInnermost && found.Count > 0)
                continue;
            int size = loop.Blocks.Sum(block => block.Instructions.Count + 1);
            if (size > MaximumInstructions || TripCount(flow, loop) is not { } trips || (trips + 1) * size > MaximumInstructions)
                continue;
            found.Add(new Candidate(loop, trips));
            if (!isInnermost)
                break;
        }
        foreach (var (loop, trips) in found)
            Unroll(function, loop, trips);
        return found.Count > 0;
    }

    private sealed record Candidate(NaturalLoop Loop, int Trips);

    /// <summary>The number of times the back edge is taken, if constants alone decide it.</summary>
    private static int? TripCount(ControlFlow flow, NaturalLoop loop)
    {
        var header = loop.Header;
        var latches = flow.Predecessors(header).Where(loop.Blocks.Contains).ToList();
        var entering = flow.Predecessors(header).Where(block => !loop.Blocks.Contains(block)).SelectMany(block => block.Edges).Where(edge => edge.Target == header).ToList();
        if (latches is not [var latch] || entering is not [var entry] || latch.Edges.Count(edge => edge.Target == header) != 1)
            return null;
        var back = latch.Edges.Single(edge => edge.Target == header);
        var exits = loop.Blocks.Where(block => block.Terminator is Branch branch && flow.Dominates(block, latch)
            && loop.Blocks.Contains(branch.Then.Target) != loop.Blocks.Contains(branch.Else.Target)).ToList();

        var values = new Dictionary<Value, Constant>();
        for (int index = 0; index < header.Parameters.Count; index++)
            if (entry.Arguments[index] is Constant constant)
                values[header.Parameters[index]] = constant;
        for (int iteration = 0; iteration <= MaximumIterations; iteration++)
        {
            bool decided = exits.Count > 0;
            foreach (var exit in exits)
            {
                var branch = (Branch)exit.Terminator;
                if (Evaluate(branch.Condition, values) is not { } condition)
                    decided = false;
                else if (!loop.Blocks.Contains((condition.IsZero ? branch.Else : branch.Then).Target))
                    return iteration;
            }
            // An undecided exit next to decided ones is a break: it stays in every copy. With none decided, give up.
            if (!decided && !exits.Any(exit => Evaluate(((Branch)exit.Terminator).Condition, values) is not null))
                return null;
            var next = new Dictionary<Value, Constant>();
            for (int index = 0; index < header.Parameters.Count; index++)
                if (Evaluate(back.Arguments[index], values) is { } constant)
                    next[header.Parameters[index]] = constant;
            values = next;
        }
        return null;
    }

    private static Constant? Evaluate(Value value, Dictionary<Value, Constant> values)
    {
        if (value is Constant constant)
            return constant;
        if (values.TryGetValue(value, out var known))
            return known;
        if (value is not Instruction instruction || !instruction.Op.IsPure() || instruction.Operands.Length is 0 or > 3)
            return null;
        var operands = new Constant[instruction.Operands.Length];
        for (int index = 0; index < operands.Length; index++)
        {
            if (Evaluate(instruction[index], values) is not { } operand)
                return null;
            operands[index] = operand;
        }
        var result = ConstantFolder.Evaluate(instruction.Op, instruction.Type, operands);
        if (result is not null)
            values[value] = result;
        return result;
    }

    private static void Unroll(Function function, NaturalLoop loop, int trips)
    {
        DemoteLiveOut(function, loop);
        var blocks = function.Blocks.Where(loop.Blocks.Contains).ToList();
        int position = function.Blocks.IndexOf(loop.Header);
        var copies = Enumerable.Range(0, trips).Select(_ => new LoopCopy(blocks)).ToList();
        // The original is the last iteration, the one that leaves: its own back edge is never taken.
        for (int index = 0; index < trips; index++)
            copies[index].Fill(loop.Header, index + 1 < trips ? copies[index + 1].Header(loop.Header) : loop.Header);
        if (trips > 0)
        {
            foreach (var block in function.Blocks.Where(block => !loop.Blocks.Contains(block)))
                foreach (var edge in block.Edges.Where(edge => edge.Target == loop.Header))
                    edge.Target = copies[0].Header(loop.Header);
        }
        function.Blocks.InsertRange(position, copies.SelectMany(copy => copy.Blocks));
        CutBackEdge(loop);
    }

    /// <summary>Replaces the branch that would go back by what the trip count has shown: it leaves.</summary>
    private static void CutBackEdge(NaturalLoop loop)
    {
        foreach (var block in loop.Blocks)
        {
            if (block.Terminator is Jump { Edge: var jump } && jump.Target == loop.Header)
                block.Terminator = Return.Instance;
            else if (block.Terminator is Branch branch && branch.Edges.Any(edge => edge.Target == loop.Header))
                block.Terminator = new Jump(branch.Then.Target == loop.Header ? branch.Else : branch.Then);
        }
    }

    /// <summary>
    /// Passes values that are used behind the loop through memory, so that copies need no new block parameters there;
    /// the promotion that follows turns them into values again.
    /// </summary>
    private static void DemoteLiveOut(Function function, NaturalLoop loop)
    {
        var definedIn = new Dictionary<Value, Block>(ReferenceEqualityComparer.Instance);
        foreach (var block in loop.Blocks)
        {
            block.Parameters.ForEach(parameter => definedIn.Add(parameter, block));
            block.Instructions.ForEach(instruction => definedIn.Add(instruction, block));
        }
        var slots = new Dictionary<Value, Instruction>();
        Value Read(Value value, List<Instruction> before)
        {
            if (!definedIn.ContainsKey(value))
                return value;
            if (!slots.TryGetValue(value, out var slot))
                slots.Add(value, slot = new Instruction(Opcode.Alloca, IRType.Pointer(AddressSpace.Private), [], new Immediates(value.Type.Size, value.Type.Size)));
            var load = new Instruction(Opcode.Load, value.Type, [slot]);
            before.Add(load);
            return load;
        }
        foreach (var block in function.Blocks.Where(block => !loop.Blocks.Contains(block)))
        {
            var rewritten = new List<Instruction>();
            foreach (var instruction in block.Instructions)
            {
                for (int index = 0; index < instruction.Operands.Length; index++)
                    instruction.Operands[index] = Read(instruction[index], rewritten);
                rewritten.Add(instruction);
            }
            if (block.Terminator is Branch branch)
                branch.Condition = Read(branch.Condition, rewritten);
            foreach (var edge in block.Edges)
                for (int index = 0; index < edge.Arguments.Count; index++)
                    edge.Arguments[index] = Read(edge.Arguments[index], rewritten);
            block.Instructions.Clear();
            block.Instructions.AddRange(rewritten);
        }
        foreach (var (value, slot) in slots)
        {
            var store = new Instruction(Opcode.Store, IRType.Void, [slot, value]);
            var block = definedIn[value];
            block.Instructions.Insert(value is Instruction instruction ? block.Instructions.IndexOf(instruction) + 1 : 0, store);
        }
        function.Entry.Instructions.InsertRange(0, slots.Values);
    }
}

/// <summary>One more copy of a loop's blocks.</summary>
internal sealed class LoopCopy
{
    private readonly Dictionary<Block, Block> blocks;
    private readonly Dictionary<Value, Value> values = new(ReferenceEqualityComparer.Instance);

    public LoopCopy(IEnumerable<Block> originals)
    {
        blocks = originals.ToDictionary(block => block, block => new Block(block.Name));
        foreach (var (original, copy) in blocks)
            foreach (var parameter in original.Parameters)
                values[parameter] = copy.AddParameter(parameter.Type);
    }

    public IEnumerable<Block> Blocks => blocks.Values;
    public Block Header(Block original) => blocks[original];

    /// <summary>Copies the instructions and edges; edges to <paramref name="header"/> go to the next iteration.</summary>
    public void Fill(Block header, Block next)
    {
        // Definitions first: a use may come earlier in the list than its block does.
        foreach (var (original, copy) in blocks)
            foreach (var instruction in original.Instructions)
            {
                var made = instruction.With([.. instruction.Operands]);
                values[instruction] = made;
                copy.Instructions.Add(made);
            }
        foreach (var (original, copy) in blocks)
        {
            foreach (var instruction in copy.Instructions)
                for (int index = 0; index < instruction.Operands.Length; index++)
                    instruction.Operands[index] = Map(instruction[index]);
            copy.Terminator = original.Terminator switch
            {
                Jump jump => new Jump(Copy(jump.Edge, header, next)),
                Branch branch => new Branch(Map(branch.Condition), Copy(branch.Then, header, next), Copy(branch.Else, header, next)),
                var terminator => terminator,
            };
        }
    }

    private Edge Copy(Edge edge, Block header, Block next) => new(
        edge.Target == header ? next : blocks.GetValueOrDefault(edge.Target, edge.Target), [.. edge.Arguments.Select(Map)]);

    private Value Map(Value value) => values.GetValueOrDefault(value, value);
}
