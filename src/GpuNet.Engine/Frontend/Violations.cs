namespace GpuNet.Engine.Frontend;

/// <summary>Collects everything a kernel contains that cannot be compiled, each place once.</summary>
internal sealed class Violations
{
    private readonly List<string> messages = [];
    private readonly HashSet<string> seen = [];

    public IReadOnlyList<string> Messages => messages;
    public int Count => messages.Count;

    /// <param name="method">The method whose IL is at fault.</param>
    /// <param name="offset">The IL offset in it.</param>
    /// <param name="message">What is there, and what to write instead.</param>
    /// <param name="callers">How the kernel gets there: the callers, innermost first.</param>
    public void Add(string method, int offset, string message, IEnumerable<string> callers)
    {
        string text = $"{method}, IL_{offset:x4}: {message}.";
        if (!seen.Add(text))
            return;
        string path = string.Join(", called from ", callers);
        messages.Add(path.Length == 0 ? text : $"{text} (Called from {path}.)");
    }

    /// <summary>
    /// Takes back what was added since <paramref name="mark"/>, and returns the first of it, shortened; null if there
    /// is nothing.
    /// </summary>
    public string? TakeSince(int mark)
    {
        if (messages.Count <= mark)
            return null;
        string first = messages[mark];
        messages.RemoveRange(mark, messages.Count - mark);
        int start = first.IndexOf(": ", StringComparison.Ordinal) + 2;
        int end = first.AsSpan(start).IndexOfAny(';', '.');
        return end < 0 ? first[start..] : first.Substring(start, end);
    }
}
