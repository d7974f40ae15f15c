using System.Text.RegularExpressions;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests;

/// <summary>The files that the documentation names are there.</summary>
public sealed partial class DocumentedPathsTests
{
    public static TheoryData<string> Pages =>
        ["README.md", .. Directory.GetFiles(Repository.PathOf("docs"), "*.md").Select(page => $"docs/{Path.GetFileName(page)}")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_and_every_path_leads_somewhere(string page)
    {
        var text = File.ReadAllText(Repository.PathOf(page));
        var folder = Path.GetDirectoryName(Repository.PathOf(page))!;
        var links = Link().Matches(text).Select(link => Path.Combine(folder, link.Groups[1].Value));
        var paths = FromRoot().Matches(text).Select(path => Repository.PathOf(path.Groups[1].Value));
        Assert.All(links.Concat(paths), path => Assert.True(File.Exists(path) || Directory.Exists(path), $"{page} names {path}"));
    }

    /// <summary>The target of a link into the repository, without the heading.</summary>
    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)[^)]*\)")]
    private static partial Regex Link();

    /// <summary>A path in code that begins at the root; none with a placeholder, and no result (a `.txt`), which is where it was written.</summary>
    [GeneratedRegex(@"`((?:src|tests|tools|examples|docs|data|benchmarks)/[^`<>* ]+)(?<!\.txt)`")]
    private static partial Regex FromRoot();
}
