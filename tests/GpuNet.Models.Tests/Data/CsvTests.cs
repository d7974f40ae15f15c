using GpuNet.Models.Data;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Data;

public sealed class CsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CsvTable Table(string content) => CsvTable.Read(_folder.Write("a.csv", content));

    [Theory]
    [InlineData("width,height,kind\n1,2.5,cat\n-3,4e1,dog\n1,1,cat\n", "kind")]
    [InlineData("width;height;kind\r\n1;2.5;cat\r\n-3;4e1;dog\r\n1;1;cat", "2")]
    [InlineData("\"width\"\t\"height\"\t\"kind\"\n1\t2.5\t\"cat\"\n\n-3\t 40 \tdog\n1\t1\tcat\n", "-1")]
    [InlineData("1,2.5,cat\n-3,40,dog\n1,1,cat\n", "-1")]
    public void Reads_classes(string content, string target)
    {
        var table = Table(content);
        var data = CsvDataset.Create(table, table.FindColumn(target));

        Assert.Equal([1, 2.5f, -3, 40, 1, 1], data.Features.ToArray());
        Assert.Equal(["cat", "dog"], data.ClassNames);
        Assert.Equal([0, 1, 0], data.Labels.ToArray());
    }

    [Fact]
    public void Whole_numbers_are_classes_in_numeric_order_and_other_numbers_are_values()
    {
        var table = Table("x,y\n1,10\n2,9\n3,10\n");
        Assert.Equal(["9", "10"], CsvDataset.Create(table, 1).ClassNames);
        Assert.Equal([10, 9, 10], CsvDataset.Create(table, 1, TargetKind.Numbers).Values.ToArray());

        var values = CsvDataset.Create(Table("x,y\n1,0.5\n2,1\n"), target: 1);
        Assert.False(values.IsClassification);
        Assert.Equal([0.5f, 1], values.Values.ToArray());
        Assert.True(CsvDataset.Create(Table("x,y\n1,0.5\n2,1\n"), 1, TargetKind.Classes).IsClassification);
    }

    [Theory]
    [InlineData("", "no rows of data")]
    [InlineData("a,b\n", "no rows of data")]
    [InlineData("a,b\n1,2\n1,2,3\n", "line 3 has 3 cells, the first row has 2")]
    [InlineData("1,2\n\n1\n", "line 3 has 1 cells, the first row has 2")]
    [InlineData("a,b\n1,2\nx,2\n", "line 3, column 'a': 'x' is not a finite number")]
    [InlineData("1,2\n,2\n", "line 2, column 0: the cell is empty")]
    [InlineData("a,b\nNaN,2\n", "'NaN' is not a finite number")]
    [InlineData("a,b\n1e999,2\n", "'1e999' is not a finite number")]
    [InlineData("a,b\n\"1,2\n3,4\n", "a quote is out of place")]
    [InlineData("a\n1\n", "at least one feature column")]
    public void Refuses_a_bad_file_and_says_where(string content, string reason)
    {
        var error = Assert.Throws<DataFormatException>(() => CsvDataset.Create(Table(content), target: 1));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(_folder.File("a.csv"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_an_unknown_or_ambiguous_column()
    {
        var table = Table("a,b,b\n1,2,3\n");
        Assert.EndsWith("columns are a, b, b.", Assert.Throws<DataFormatException>(() => table.FindColumn("c")).Message);
        Assert.EndsWith("2 columns are named 'b'.", Assert.Throws<DataFormatException>(() => table.FindColumn("b")).Message);
        Assert.Throws<DataFormatException>(() => table.FindColumn("3"));
        Assert.Throws<DataFormatException>(() => table.FindColumn("-4"));
        Assert.Equal(0, table.FindColumn("-3"));
    }

    [Fact]
    public void Refuses_a_class_the_model_does_not_know()
    {
        var table = Table("x,y\n1,cat\n2,cow\n");
        var error = Assert.Throws<DataFormatException>(() => CsvDataset.Create(table, 1, TargetKind.Classes, ["cat", "dog"]));
        Assert.Contains("line 3, column 'y': 'cow' is not one of the classes", error.Message, StringComparison.Ordinal);
    }
}
