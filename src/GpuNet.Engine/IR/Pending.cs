namespace GpuNet.Engine.IR;

/// <summary>Numbers that wait, each once, the smallest first.</summary>
internal sealed class Pending
{
    private readonly List<int> sorted = [];

    public int Count => sorted.Count;

    public void Add(int number)
    {
        int place = sorted.BinarySearch(number);
        if (place < 0)
            sorted.Insert(~place, number);
    }

    public int TakeFirst()
    {
        int first = sorted[0];
        sorted.RemoveAt(0);
        return first;
    }
}
