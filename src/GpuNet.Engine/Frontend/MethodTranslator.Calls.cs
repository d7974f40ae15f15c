using System.Reflection;
using GpuNet.Engine.Frontend.IL;
using GpuNet.Engine.Frontend.Intrinsics;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>Calls: resolved, then an intrinsic or inlined.</summary>
internal sealed partial class MethodTranslator
{
    /// <summary>Deeper chains of distinct methods are generic recursion.</summary>
    private const int DeepestInlining = 200;

    private Type? constrainedType;

    private void Call(bool isVirtual)
    {
        var method = il.ResolveMethod(position);
        var constraint = constrainedType;
        constrainedType = null;
        if (constraint is not null)
        {
            method = CallResolver.Resolve(constraint, method)
                ?? throw new NotSupportedException(
                    $"{TypeNames.Of(method)} on {TypeNames.Of(constraint)} boxes the value; "
                    + $"implement it in {TypeNames.Of(constraint)}, or compare fields yourself");
        }
        else if (isVirtual && method is { IsVirtual: true, DeclaringType.IsValueType: false })
        {
            method = ResolveByReceiver(method);
        }
        var callee = Callee.Of(method);
        var operands = PopArguments(callee);
        if (constraint is not null && !method.IsStatic && operands[0].IsPointer)
            operands[0] = StackValue.Pointer(operands[0].Value, constraint);
        Push(Invoke(callee, operands), callee.ReturnType);
    }

    /// <summary>
    /// An interface method on a struct that was boxed just for the call, or inside a default interface method.
    /// </summary>
    private MethodBase ResolveByReceiver(MethodBase method)
    {
        int receiver = stack.Count - 1 - method.GetParameters().Length;
        var value = stack[receiver];
        if (value.Token is BoxedValue boxed)
        {
            stack[receiver] = value = Spill(boxed.Value, boxed.Type);
        }
        if (value.IsPointer && value.Type is { IsValueType: true } type
            && CallResolver.Resolve(type, method) is { } target)
            return target;
        return method;
    }

    private StackValue[] PopArguments(Callee callee)
    {
        int count = callee.ParameterTypes.Length;
        var operands = new StackValue[count];
        for (int index = count - 1; index >= 0; index--)
            operands[index] = Pop();
        for (int index = 0; index < count; index++)
            if (index > 0 || callee.Method.IsStatic)
                operands[index] = values.Coerce(operands[index], callee.ParameterTypes[index]);
        return operands;
    }

    /// <summary>
    /// The callee's result; nothing if it returns none, or never comes back (then the block has ended).
    /// </summary>
    private StackValue Invoke(Callee callee, StackValue[] operands)
    {
        if (callee.Intrinsic?.Invoke(new IntrinsicCall(translation, callee, operands)) is { } result)
            return result;
        if (callee.Method.DeclaringType!.IsArray)
            return RectangularArrays.Access(values, builder, callee, operands);
        return callee.IsThrowHelper ? default : Inline(callee, operands);
    }

    private StackValue Inline(Callee callee, StackValue[] operands)
    {
        var method = callee.Method;
        string name = TypeNames.Of(method);
        if (typeof(Delegate).IsAssignableFrom(method.DeclaringType))
            throw new NotSupportedException(
                operands[0].Token is Poison ? ""
                : "a delegate is called; call a method, or pass a struct that implements an interface");
        if (method.IsAbstract || (method is { IsVirtual: true, IsFinal: false } && IsOpenClass(method.DeclaringType!)))
            throw new NotSupportedException(
                $"{name} is called virtually; call it on a generic parameter constrained to a struct");
        if (MethodIL.Of(method) is not { } body)
            throw new NotSupportedException($"{name} has no body in IL; {Replacement(callee)}");
        int depth = 0;
        for (var frame = this; frame is not null; frame = frame.caller, depth++)
            if (frame.il.Method == method)
                throw new NotSupportedException($"{name} calls itself; devices have no call stack: write a loop");
        if (depth > DeepestInlining)
            throw new NotSupportedException($"{name} is nested more than {DeepestInlining} calls deep; write a loop");

        bool entersSystem = callee.IsSystem && il.Method.DeclaringType?.Assembly != typeof(object).Assembly;
        var mark = translation.Violations.Count;
        var location = builder.Location;
        bool returned = new MethodTranslator(translation, body, operands, this).Run(out var result);
        builder.Location = location;
        if (entersSystem && translation.Violations.TakeSince(mark) is { } reason)
            Report($"{name} cannot run on a device ({reason}); {Replacement(callee)}");
        if (!returned)
            blockEnded = true;
        return result;
    }

    private static bool IsOpenClass(Type type) => type is { IsValueType: false, IsInterface: false, IsSealed: false };

    private static string Replacement(Callee callee) => callee.IsSystem
        ? "use the members of Math, MathF, XMath, IntrinsicMath, BitOperations and Interop, or plain C# of your own"
        : "call only methods written in C#";

    private void Push(StackValue value, Type type)
    {
        if (blockEnded || type == typeof(void))
            return;
        stack.Add(value.Token is null && !value.IsNothing ? values.Coerce(value, type) : value);
    }

    private StackValue Spill(StackValue value, Type type)
    {
        var layout = TypeLayout.Of(type);
        var address = builder.Alloca(layout.Size, layout.Alignment);
        values.Store(address, value, type);
        return StackValue.Pointer(address, type);
    }

    private void NewObject()
    {
        var constructor = il.ResolveMethod(position);
        var type = constructor.DeclaringType!;
        var callee = Callee.Of(constructor);
        if (type.IsValueType)
        {
            NewStruct(type, callee);
            return;
        }
        if (type.IsArray)
        {
            NewRectangularArray(type, callee);
            return;
        }
        stack.RemoveRange(stack.Count - (callee.ParameterTypes.Length - 1), callee.ParameterTypes.Length - 1);
        stack.Add(
            StackValue.OfToken(typeof(Exception).IsAssignableFrom(type) ? new HostObject(type) : Poison.Instance));
        if (typeof(Delegate).IsAssignableFrom(type))
            Report("a delegate is created; call a method, or pass a struct that implements an interface");
        else if (!typeof(Exception).IsAssignableFrom(type))
            Report($"new {TypeNames.Of(type)} allocates an object; use a struct");
    }

    private void NewRectangularArray(Type type, Callee constructor)
    {
        var lengths = new Value[constructor.ParameterTypes.Length - 1];
        for (int index = lengths.Length - 1; index >= 0; index--)
            lengths[index] = ValueAccess.Scalar(Pop());
        stack.Add(RectangularArrays.Create(builder, type, lengths, clear: inLoop || il.LoopDepths[position] > 0));
    }

    private void NewStruct(Type type, Callee constructor)
    {
        int count = constructor.ParameterTypes.Length;
        var operands = new StackValue[count];
        for (int index = count - 1; index > 0; index--)
            operands[index] = values.Coerce(Pop(), constructor.ParameterTypes[index]);
        var layout = TypeLayout.Of(type);
        var address = builder.Alloca(layout.Size, layout.Alignment);
        if (inLoop || il.LoopDepths[position] > 0)
            values.Store(address, values.Zero(type), type);
        operands[0] = StackValue.Pointer(address, type);
        Invoke(constructor, operands);
        if (!blockEnded)
            stack.Add(values.Load(address, type));
    }
}
