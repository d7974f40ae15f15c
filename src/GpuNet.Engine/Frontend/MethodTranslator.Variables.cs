using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>Arguments and locals: memory, unless an argument never changes.</summary>
internal sealed partial class MethodTranslator
{
    private readonly StackValue[] arguments;
    private readonly Value?[] argumentAddresses;
    private readonly Value?[] localAddresses;

    // Locals of types that no device has, as unoptimized builds keep them.
    private readonly object?[] localTokens;

    private void PrepareVariables()
    {
        foreach (int argument in il.ChangedArguments)
        {
            var type = ArgumentType(argument);
            var layout = TypeLayout.Of(type);
            argumentAddresses[argument] = builder.Alloca(layout.Size, layout.Alignment);
            values.Store(argumentAddresses[argument]!, arguments[argument], type);
        }
        if (!inLoop)
            return;
        foreach (int local in il.UsesBeforeAssignment)
            if (IsDeviceType(il.LocalTypes[local]))
                values.Store(LocalAddress(local), values.Zero(il.LocalTypes[local]), il.LocalTypes[local]);
    }

    private StackValue LoadArgument(int index) =>
        argumentAddresses[index] is { } address ? values.Load(address, ArgumentType(index)) : arguments[index];

    private void StoreArgument(int index, StackValue value) =>
        values.Store(argumentAddresses[index]!, value, ArgumentType(index));

    private StackValue ArgumentAddress(int index) => StackValue.Pointer(argumentAddresses[index]!, ArgumentType(index));

    private StackValue LoadLocal(int index) =>
        localTokens[index] is { } token ? StackValue.OfToken(token)
            : values.Load(LocalAddress(index), il.LocalTypes[index]);

    private void StoreLocal(int index, StackValue value)
    {
        if (value.Token is null || IsDeviceType(il.LocalTypes[index]))
        {
            values.Store(LocalAddress(index), value, il.LocalTypes[index]);
            return;
        }
        // A boxed value may change from one turn of a loop to the next, types and the like cannot.
        localTokens[index] = value.Token is BoxedValue ? Poison.Instance : value.Token;
        if (value.Token is BoxedValue)
            throw new NotSupportedException(ValueAccess.Describe(value.Token));
    }

    private Value LocalAddress(int index)
    {
        if (localAddresses[index] is { } address)
            return address;
        var layout = TypeLayout.Of(il.LocalTypes[index]);
        return localAddresses[index] = builder.Alloca(layout.Size, layout.Alignment);
    }

    private Type ArgumentType(int index) => Callee.Of(il.Method).ParameterTypes[index];

    private static bool IsDeviceType(Type type) => type.IsValueType || type.IsByRef || type.IsPointer || type.IsArray;
}
