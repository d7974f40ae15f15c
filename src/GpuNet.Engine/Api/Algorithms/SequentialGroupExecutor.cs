namespace ILGPU.Algorithms;

/// <summary>
/// Lets the groups of a grid through one after the other, in the order of their indices: between <see cref="Wait"/> and
/// <see cref="Release"/> there is one group. All items of a group have to call both.
/// </summary>
public readonly struct SequentialGroupExecutor
{
    private readonly VariableView<int> address;

    // The field has to be zero when the kernel starts.
    public SequentialGroupExecutor(VariableView<int> fieldAddress) => address = fieldAddress;

    public void Reset() => address.Value = 0;

    public void Wait()
    {
        if (Group.IsFirstThread)
        {
            // Compared with a value it is replaced by itself: an atomic read.
            while (Atomic.CompareExchange(ref address.Value, Grid.IdxX, Grid.IdxX) != Grid.IdxX)
            {
            }
        }
        Group.Barrier();
    }

    public void Release()
    {
        MemoryFence.DeviceLevel();
        Group.Barrier();
        if (Group.IsFirstThread)
            Atomic.Exchange(ref address.Value, Grid.IdxX + 1);
    }
}

/// <summary><see cref="SequentialGroupExecutor"/> that hands a value from each group to the next.</summary>
public readonly struct SequentialGroupExecutor<T>
    where T : unmanaged
{
    private readonly SequentialGroupExecutor executor;
    private readonly VariableView<T> data;

    public SequentialGroupExecutor(VariableView<int> executorView, VariableView<T> dataView)
    {
        executor = new SequentialGroupExecutor(executorView);
        data = dataView;
    }

    public void Reset() => executor.Reset();

    // The value that the group before released.
    public T Wait()
    {
        executor.Wait();
        return data.Value;
    }

    public void Release(T value)
    {
        // All have read the last group's value.
        Group.Barrier();
        if (Group.IsFirstThread)
            data.Value = value;
        executor.Release();
    }
}
