/** Types of Kusto's that our tables and queries use. */
export type ColumnType = 'string' | 'long' | 'int' | 'real' | 'bool' | 'datetime' | 'dynamic' | 'timespan';

const COMMON = {
  TimeGenerated: 'datetime',
  OperationId: 'string',
  ParentId: 'string',
  AppRoleName: 'string',
  AppRoleInstance: 'string',
  Properties: 'dynamic',
  ItemCount: 'int',
} as const satisfies Record<string, ColumnType>;

/** The tables of a workspace, with the columns that we fill and ask for. */
export const SCHEMA = {
  AppMetrics: { ...COMMON, Name: 'string', Sum: 'real', Min: 'real', Max: 'real' },
  AppRequests: {
    ...COMMON,
    Id: 'string',
    Name: 'string',
    DurationMs: 'real',
    Success: 'bool',
    ResultCode: 'string',
    Url: 'string',
  },
  AppDependencies: {
    ...COMMON,
    Id: 'string',
    Name: 'string',
    Target: 'string',
    DependencyType: 'string',
    DurationMs: 'real',
    Success: 'bool',
    ResultCode: 'string',
  },
  AppTraces: { ...COMMON, Message: 'string', SeverityLevel: 'int' },
  AppExceptions: { ...COMMON, ExceptionType: 'string', OuterMessage: 'string', ProblemId: 'string' },
  _LogOperation: {
    TimeGenerated: 'datetime',
    Category: 'string',
    Operation: 'string',
    Level: 'string',
    Detail: 'string',
    Resource: 'string',
  },
} as const satisfies Record<string, Record<string, ColumnType>>;
