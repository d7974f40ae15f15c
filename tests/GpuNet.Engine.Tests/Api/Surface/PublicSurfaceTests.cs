using System.Reflection;
using System.Text.RegularExpressions;

namespace GpuNet.Engine.Tests.Api.Surface;

/// <summary>
/// The engine promises ILGPU 1.5.3's API: whatever it shows in an <c>ILGPU*</c> namespace has to be in the list of that
/// API, signature for signature.
/// </summary>
public class PublicSurfaceTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly ApiList List = ApiList.Load();

    private static readonly Type[] EngineTypes = typeof(ILGPU.Index1D).Assembly.GetTypes()
        .Where(type => IsVisible(type) && $"{type.Namespace}.".StartsWith("ILGPU.", StringComparison.Ordinal))
        .ToArray();

    /// <summary>Parts of the package's own compiler: members that speak of them have no meaning here.</summary>
    private static readonly string[] PackageInternals =
        ["IRContext", "Backend", "EntryPointDescription", "Method", "AllocaKindInformation"];

    /// <summary>A namespace that the list leaves out: its sequencers are known from the package's samples.</summary>
    private const string Sequencers = "ILGPU.Algorithms.Sequencers";

    [Fact]
    public void Every_public_type_is_in_the_list()
    {
        var invented = EngineTypes
            .Where(type => !List.Types.ContainsKey(Key(type)) && !IsMentioned(type) && type.Namespace != Sequencers)
            .Select(Key);
        Assert.Empty(invented);
    }

    [Fact]
    public void Every_declaration_is_the_listed_one()
    {
        var problems = new List<string>();
        foreach (var (type, entry) in DescribedTypes())
        {
            if (type.IsEnum || IsDelegate(type))
            {
                var ours = ApiList.Normalize(type.IsEnum ? SignaturePrinter.Enum(type) : SignaturePrinter.Delegate(type));
                if (!SameDeclaration(ours, entry.Declaration))
                    problems.Add($"{ours}\n  listed: {entry.Declaration}");
                continue;
            }
            var (head, bases, constraints) = SignaturePrinter.Header(type);
            if (head != entry.Head || constraints != entry.Constraints || !bases.SetEquals(entry.Bases))
                problems.Add($"{head} : {string.Join(", ", bases)}{constraints}\n  listed: {entry.Declaration}");
        }
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Every_public_member_is_in_the_list()
    {
        var invented = DescribedTypes()
            .SelectMany(one => Members(one.Type)
                .Where(member => !IsListed(member, one.Entry))
                .Select(member => $"{Key(one.Type)}: {member}"))
            .ToArray();
        Assert.True(invented.Length == 0, string.Join('\n', invented));
    }

    [Fact]
    public void No_member_of_a_type_is_missing()
    {
        var engineNames = EngineTypes.Select(type => SimpleName(Key(type))).ToHashSet();
        var absentTypes = List.Types.Keys.Select(SimpleName).Where(name => !engineNames.Contains(name)).Concat(PackageInternals);
        var speaksOfAbsentType = new Regex($@"\b({string.Join('|', absentTypes)})\b");
        var missing = DescribedTypes()
            .SelectMany(one => one.Entry.Members.Except(Members(one.Type))
                .Where(member => !speaksOfAbsentType.IsMatch(member))
                .Select(member => $"{Key(one.Type)}: {member}"))
            .ToArray();
        Assert.True(missing.Length == 0, string.Join('\n', missing));
    }

    [Theory]
    [InlineData("public static float Abs(double value)", "a wrong return type")]
    [InlineData("public static double Abs(int value)", "a wrong parameter type")]
    [InlineData("public static double Abs(double x)", "a wrong parameter name")]
    [InlineData("public static double Cbrt(double value)", "an invented member")]
    public void The_list_tells_apart(string signature, string why) =>
        Assert.False(IsListed(signature, List.Types["ILGPU.Algorithms.XMath"]), why);

    [Fact]
    public void Families_go_on_beyond_eight_parameters_in_the_same_pattern()
    {
        var accelerator = List.Types["ILGPU.Runtime.Accelerator"];
        const string Nine =
            "public void Launch<T1, T2, T3, T4, T5, T6, T7, T8, T9>(Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> action, " +
            "in KernelConfig kernelConfig, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8, T9 arg9) " +
            "where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct " +
            "where T7 : struct where T8 : struct where T9 : struct";
        Assert.True(IsListed(Nine, accelerator));
        Assert.False(IsListed(Nine.Replace("where T9 : struct", "where T9 : unmanaged", StringComparison.Ordinal), accelerator));
        Assert.False(IsListed(Nine.Replace("in KernelConfig", "KernelConfig", StringComparison.Ordinal), accelerator));
    }

    private static IEnumerable<(Type Type, ApiList.Entry Entry)> DescribedTypes() => EngineTypes
        .Where(type => List.Types.ContainsKey(Key(type)))
        .Select(type => (type, List.Types[Key(type)]));

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum || IsDelegate(type))
            return [];
        var fields = type.GetFields(Declared)
            .Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly)
            .Select(SignaturePrinter.Field);
        var constructors = type.GetConstructors(Declared)
            .Where(constructor => !constructor.IsStatic && SignaturePrinter.IsVisible(constructor))
            .Select(SignaturePrinter.Constructor);
        var properties = type.GetProperties(Declared)
            .Where(property => property.GetAccessors(nonPublic: true).Any(SignaturePrinter.IsVisible))
            .Select(SignaturePrinter.Property);
        var events = type.GetEvents(Declared)
            .Where(one => SignaturePrinter.IsVisible(one.AddMethod))
            .Select(SignaturePrinter.Event);
        var methods = type.GetMethods(Declared)
            .Where(method => SignaturePrinter.IsVisible(method) && method.Name != "Finalize")
            .Where(method => !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
            .Select(SignaturePrinter.Method);
        return fields.Concat(constructors).Concat(properties).Concat(events).Concat(methods).Select(ApiList.Normalize);
    }

    private static bool IsListed(string? member, ApiList.Entry entry)
    {
        for (; member is not null; member = ApiList.WithoutLastParameter(member))
        {
            if (entry.Members.Contains(member))
                return true;
        }
        return false;
    }

    // The values of an enum may be listed in any order; everything else is compared as it stands.
    private static bool SameDeclaration(string first, string second) =>
        first.Split(' ', ',').Order().SequenceEqual(second.Split(' ', ',').Order());

    private static bool IsMentioned(Type type) =>
        type.IsNested ? !List.Types.ContainsKey(Key(type.DeclaringType!)) && IsMentioned(type.DeclaringType!)
        : List.Mentions(type.Name.Split('`')[0]);

    private static bool IsDelegate(Type type) => type.IsAssignableTo(typeof(Delegate)) && type != typeof(Delegate);

    private static bool IsVisible(Type type) =>
        type.IsPublic ||
        ((type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem) && IsVisible(type.DeclaringType!));

    private static string Key(Type type) => type.FullName!;

    private static string SimpleName(string key) => key.Split('.', '+')[^1].Split('`')[0];
}
