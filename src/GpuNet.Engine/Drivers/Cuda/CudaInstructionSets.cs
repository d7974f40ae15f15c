using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>Which version of PTX an architecture and a driver start with, as the PTX manual's release notes list them.</summary>
internal static class CudaInstructionSets
{
    // Newest first.
    private static readonly (CudaDriverVersion Driver, CudaInstructionSet Set)[] OfDrivers =
    [
        (Version(12, 9), CudaInstructionSet.ISA_88), (Version(12, 8), CudaInstructionSet.ISA_87), (Version(12, 7), CudaInstructionSet.ISA_86),
        (Version(12, 5), CudaInstructionSet.ISA_85), (Version(12, 4), CudaInstructionSet.ISA_84), (Version(12, 3), CudaInstructionSet.ISA_83),
        (Version(12, 2), CudaInstructionSet.ISA_82), (Version(12, 1), CudaInstructionSet.ISA_81), (Version(12, 0), CudaInstructionSet.ISA_80),
        (Version(11, 8), CudaInstructionSet.ISA_78), (Version(11, 7), CudaInstructionSet.ISA_77), (Version(11, 6), CudaInstructionSet.ISA_76),
        (Version(11, 5), CudaInstructionSet.ISA_75), (Version(11, 4), CudaInstructionSet.ISA_74), (Version(11, 3), CudaInstructionSet.ISA_73),
        (Version(11, 2), CudaInstructionSet.ISA_72), (Version(11, 1), CudaInstructionSet.ISA_71), (Version(11, 0), CudaInstructionSet.ISA_70),
    ];

    private static readonly Dictionary<CudaArchitecture, CudaInstructionSet> FirstOf = new()
    {
        [CudaArchitecture.SM_60] = CudaInstructionSet.ISA_70,
        [CudaArchitecture.SM_61] = CudaInstructionSet.ISA_70,
        [CudaArchitecture.SM_62] = CudaInstructionSet.ISA_70,
        [CudaArchitecture.SM_70] = CudaInstructionSet.ISA_70,
        [CudaArchitecture.SM_72] = CudaInstructionSet.ISA_70,
        [CudaArchitecture.SM_75] = CudaInstructionSet.ISA_70,
        [CudaArchitecture.SM_80] = CudaInstructionSet.ISA_70,
        [CudaArchitecture.SM_86] = CudaInstructionSet.ISA_71,
        [CudaArchitecture.SM_87] = CudaInstructionSet.ISA_74,
        [CudaArchitecture.SM_89] = CudaInstructionSet.ISA_78,
        [CudaArchitecture.SM_90] = CudaInstructionSet.ISA_78,
        [CudaArchitecture.SM_100] = CudaInstructionSet.ISA_86,
        [CudaArchitecture.SM_101] = CudaInstructionSet.ISA_86,
        [CudaArchitecture.SM_103] = CudaInstructionSet.ISA_88,
        [CudaArchitecture.SM_120] = CudaInstructionSet.ISA_87,
        [CudaArchitecture.SM_121] = CudaInstructionSet.ISA_88,
    };

    /// <summary>The newest version that the driver takes.</summary>
    /// <param name="architecture">The device's.</param>
    /// <param name="driver">The installed driver.</param>
    /// <param name="oldestDriver">The first driver that knows the architecture; at least 11.0, the first that this table has.</param>
    /// <param name="set">The version.</param>
    /// <returns>False if the engine or the driver does not know the architecture.</returns>
    public static bool TryFind(CudaArchitecture architecture, CudaDriverVersion driver, out CudaDriverVersion oldestDriver, out CudaInstructionSet set)
    {
        (oldestDriver, set) = (default, default);
        if (!FirstOf.TryGetValue(architecture, out var first))
            return false;
        oldestDriver = OfDrivers.Last(known => known.Set >= first).Driver;
        if (driver < oldestDriver)
            return false;
        set = OfDrivers.First(known => known.Driver <= driver).Set;
        return true;
    }

    public static bool Knows(CudaArchitecture architecture) => FirstOf.ContainsKey(architecture);

    private static CudaDriverVersion Version(int major, int minor) => CudaDriverVersion.FromMajorMinor(major, minor);
}
