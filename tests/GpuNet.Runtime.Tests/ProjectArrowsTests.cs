using System.Xml.Linq;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests;

/// <summary>The projects may point one way only: Cli to Models to Runtime to Kernels to Engine.</summary>
public class ProjectArrowsTests
{
    private static readonly string[] Order =
        ["GpuNet.Cli", "GpuNet.Models", "GpuNet.Runtime", "GpuNet.Kernels", "GpuNet.Engine"];

    [Fact]
    public void Every_source_project_has_its_place_in_the_order()
    {
        var projects = Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension).Order();
        Assert.Equal(Order.Order(), projects);
    }

    [Fact]
    public void References_point_downwards_only()
    {
        for (var place = 0; place < Order.Length; place++)
        {
            var file = Repository.PathOf("src", Order[place], Order[place] + ".csproj");
            foreach (var referenced in References(file))
            {
                var target = Array.IndexOf(Order, referenced);
                Assert.True(target > place, $"{Order[place]} must not refer to {referenced}.");
            }
        }
    }

    [Fact]
    public void Only_the_build_files_name_the_engine_or_the_packages()
    {
        // Which engine a build uses is decided once, by UsesKernelEngine; a project that names one itself would break
        // the switch.
        foreach (var project in Order)
        {
            var file = Repository.PathOf("src", project, project + ".csproj");
            Assert.DoesNotContain("GpuNet.Engine", References(file));
            Assert.DoesNotContain("ILGPU", References(file));
        }
    }

    private static IEnumerable<string> References(string file) =>
        XDocument.Load(file).Descendants()
            .Where(element => element.Name.LocalName is "ProjectReference" or "PackageReference")
            .Select(element => element.Attribute("Include")!.Value)
            .Select(include => include.EndsWith(".csproj", StringComparison.Ordinal)
                ? Path.GetFileNameWithoutExtension(include.Replace('\\', '/')) : include)
            .Where(name => name.StartsWith("GpuNet.", StringComparison.Ordinal)
                || name.StartsWith("ILGPU", StringComparison.Ordinal));
}
