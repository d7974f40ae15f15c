namespace GpuNet.Models.Tests.Catalogue;

public sealed class TrainingCatalogueTests
{
    /// <summary>Classes that are catalogued one by one (activations and gates are, by their ops); initializers and averages are, by their factory methods.</summary>
    private static readonly Type[] Kinds =
        [typeof(Optimizer), typeof(Schedule), typeof(Regularizer), typeof(WeightConstraint), typeof(GradientTransform), typeof(Module), typeof(Loss)];

    [Fact]
    public void Everything_there_is_says_what_it_is()
    {
        var entries = TrainingCatalogue.Sections.SelectMany(section => section.Entries).ToList();
        var classes = typeof(Optimizer).Assembly.GetExportedTypes().Where(type => type is { IsAbstract: false, IsGenericType: false } && Kinds.Any(type.IsSubclassOf));
        // Losses of more than an output and a target have no base class in common.
        classes = classes.Union(typeof(Loss).Assembly.GetExportedTypes().Where(type => type is { IsAbstract: false, IsGenericType: false } && type.Name.EndsWith(nameof(Loss), StringComparison.Ordinal)));
        Assert.All(classes, type => Assert.Contains(type, entries.Select(entry => entry.Member)));
        Assert.All(entries, entry => Assert.All([entry.Name, entry.Formula, entry.Source], text => Assert.False(string.IsNullOrWhiteSpace(text))));
    }

    [Fact]
    public void Names_are_unique_in_a_section() => Assert.All(TrainingCatalogue.Sections, section =>
    {
        Assert.NotEmpty(section.Entries);
        Assert.Equal(section.Entries.Count, section.Entries.Select(entry => entry.Name).Distinct().Count());
    });

    [Fact]
    public void Factories_of_initializers_and_averages_are_all_catalogued()
    {
        var members = TrainingCatalogue.Sections.SelectMany(section => section.Entries).Select(entry => entry.Member).ToHashSet();
        var factories = new[] { typeof(Initializer), typeof(WeightAverage) }.SelectMany(type =>
            type.GetProperties().Cast<System.Reflection.MemberInfo>().Concat(type.GetMethods())
                .Where(member => member switch
                {
                    System.Reflection.PropertyInfo property => property.GetMethod!.IsStatic,
                    System.Reflection.MethodInfo method => method is { IsStatic: true, IsSpecialName: false },
                    _ => false,
                }));
        Assert.All(factories, member => Assert.Contains(member, members));
    }

    [Fact]
    public void Parameters_are_the_constructors()
    {
        var adam = OptimizerCatalogue.All.Single(entry => entry.Name == "adam");
        Assert.Equal(
            ["learningRate = 0.001", "beta1 = 0.9", "beta2 = 0.999", "epsilon = 1e-08", "weightDecay = 0"], adam.Parameters);
        var crossEntropy = TrainingCatalogue.Sections.SelectMany(section => section.Entries).Single(entry => entry.Name == "cross_entropy");
        Assert.Equal(["classWeights = none", "ignoredLabel = none", "labelSmoothing = 0", "reduction = mean"], crossEntropy.Parameters);
    }
}
