using System.Text.Json.Serialization;
using GpuNet.Models;

namespace GpuNet.Cli.Runs;

/// <summary>How configurations and metrics become JSON. The code is generated: finding it out by reflection would delay each start.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RunConfiguration))]
[JsonSerializable(typeof(EpochMetrics))]
internal sealed partial class RunJson : JsonSerializerContext;
