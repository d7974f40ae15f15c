namespace GpuNet.Engine.Tests.RandomPrograms;

/// <summary>Takes lines out of a program that goes wrong for as long as it still does.</summary>
internal static class SmallerPrograms
{
    public static List<string> Reduce(IReadOnlyList<string> program, Func<List<string>, bool> fails)
    {
        List<string> body = [.. program];
        for (bool again = true; again;)
        {
            again = false;
            for (int size = body.Count / 2; size > 0; size--)
            {
                for (int at = body.Count - size; at >= 0; at--)
                {
                    if (Without(body, at, size) is not { } smaller || !fails(smaller))
                        continue;
                    (body, again) = (smaller, true);
                    at = Math.Min(at, body.Count - size + 1);
                }
            }
        }
        return body;
    }

    /// <summary>Without whole statements, or without the first and the last line of a block.</summary>
    private static List<string>? Without(List<string> body, int at, int size)
    {
        if (IsBalanced(body.GetRange(at, size)))
            return [.. body.Take(at), .. body.Skip(at + size)];
        if (size > 1 || !body[at].EndsWith('{'))
            return null;
        int end = Enumerable.Range(at + 1, body.Count - at - 1).First(end => IsBalanced(body.GetRange(at, end - at + 1)));
        return [.. body.Where((_, index) => index != at && index != end)];
    }

    private static bool IsBalanced(List<string> lines)
    {
        int depth = 0;
        foreach (string line in lines)
        {
            depth -= line.StartsWith('}') ? 1 : 0;
            if (depth < 0)
                return false;
            depth += line.EndsWith('{') ? 1 : 0;
        }
        return depth == 0;
    }
}
